import type { KernelMemory } from '@moving-ground/numeric';

/** The rows of one channel in memory that all training workers share. Row-major features. */
export type ChannelData = {
  readonly rows: number;
  readonly featureDim: number;
  readonly features: Float32Array<SharedArrayBuffer>;
  readonly labels: Float32Array<SharedArrayBuffer>;
};

export type TrainingData = {
  /** Where the features of all channels lie. */
  readonly memory: KernelMemory;
  readonly train: ChannelData;
  readonly validation?: ChannelData;
  readonly test?: ChannelData;
};

/** Or what is wrong with the channels. */
export type Loaded = { readonly data: TrainingData } | { readonly problem: string };

/** One channel's files in the order they are read. */
export type ChannelFiles = {
  readonly name: 'train' | 'validation' | 'test';
  readonly contentType: string;
  readonly files: readonly { readonly name: string; readonly path: string }[];
};

/** A channel is absent, empty or unreadable. */
export class UnusableChannel extends Error {
  override readonly name = 'UnusableChannel';
}

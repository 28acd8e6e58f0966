/** The rows of one channel in memory that all training workers share. Row-major features. */
export type ChannelData = {
  readonly rows: number;
  readonly featureDim: number;
  readonly features: Float32Array<SharedArrayBuffer>;
  readonly labels: Float32Array<SharedArrayBuffer>;
};

export type TrainingData = {
  readonly train: ChannelData;
  readonly validation?: ChannelData;
  readonly test?: ChannelData;
};

/** One channel's files in the order they are read. */
export type ChannelFiles = {
  readonly name: keyof TrainingData;
  readonly contentType: string;
  readonly files: readonly { readonly name: string; readonly path: string }[];
};

/** A channel is absent, empty or unreadable. */
export class UnusableChannel extends Error {
  override readonly name = 'UnusableChannel';
}

import type { Metric } from '@moving-ground/fit';
import type { Threads } from '../../worker/threads.ts';
import type { TrainingData } from './channel-data.ts';

export type TrainingInput = {
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly data: TrainingData;
  readonly watch?: TrainingWatch;
};

/** What a tuning that stops early holds against a training. */
export type TrainingWatch = {
  readonly stage: 'train' | 'validation';
  readonly type: 'Maximize' | 'Minimize';
  /** The worst objective to go on with, for each epoch from the first; null: any. */
  readonly limits: readonly (number | null)[];
};

export type TrainingOutcome =
  | {
      /** model.tar.gz */
      readonly artifact: Uint8Array;
      readonly metrics: readonly Metric[];
      /** The objective after each epoch, where it is watched. */
      readonly curve?: readonly number[];
    }
  | {
      /** Ended by its watch: no model, and the metrics as they stood. */
      readonly stoppedEarly: true;
      readonly metrics: readonly Metric[];
      readonly curve: readonly number[];
    }
  | { readonly failure: string };

/** Each training has a thread of its own while it lasts. */
export type TrainingThreads = Threads<TrainingInput, TrainingOutcome>;

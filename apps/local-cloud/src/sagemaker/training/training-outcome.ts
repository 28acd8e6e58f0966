import type { Metric } from '@moving-ground/fit';
import type { Threads } from '../../worker/threads.ts';
import type { TrainingData } from './channel-data.ts';

export type TrainingInput = {
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly data: TrainingData;
};

export type TrainingOutcome =
  | {
      /** model.tar.gz */
      readonly artifact: Uint8Array;
      readonly metrics: readonly Metric[];
    }
  | { readonly failure: string };

/** Each training has a thread of its own while it lasts. */
export type TrainingThreads = Threads<TrainingInput, TrainingOutcome>;

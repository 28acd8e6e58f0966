import type { Metric } from '@moving-ground/fit';
import { inWorker } from '../../worker/in-worker.ts';
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

/** One training in a thread of its own. @throws WorkStopped */
export function train(
  input: TrainingInput,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<TrainingOutcome> {
  return inWorker<TrainingOutcome>({
    script: new URL('./training-worker.ts', import.meta.url),
    input,
    signal,
    heard: (line) => log(String(line)),
  });
}

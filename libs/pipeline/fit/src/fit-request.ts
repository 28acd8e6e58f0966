import type { LinearModel } from '@moving-ground/model';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import type { Dataset } from './dataset.ts';

export type FitRequest = {
  readonly hyperparameters: LinearLearnerHyperparameters;
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
  /** Takes each line of the training log, in the algorithm's own format. */
  readonly log: (line: string) => void;
  /** Epoch milliseconds; used for the log's timestamps and throughput only. */
  readonly now: () => number;
};

export type Metric = { readonly name: string; readonly value: number };

export type FitResult = {
  readonly model: LinearModel;
  /** The last value of each metric, named as in the service's FinalMetricDataList. */
  readonly metrics: readonly Metric[];
  readonly epochsRun: number;
  readonly stoppedEarly: boolean;
  /** Which of the models trained side by side this is; 0 where there was one. */
  readonly modelIndex: number;
};

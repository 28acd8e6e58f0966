import type { LinearModel } from '@moving-ground/model';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import type { Dataset } from './dataset.ts';

/** The mean loss of model 0 after an epoch. */
export type EpochObjectives = {
  /** From 0. */
  readonly epoch: number;
  readonly train: number;
  /** Undefined without a validation channel. */
  readonly validation: number | undefined;
};

export type FitRequest = {
  readonly hyperparameters: LinearLearnerHyperparameters;
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
  /** Takes each line of the training log, in the algorithm's own format. */
  readonly log: (line: string) => void;
  /** Told the objective after each epoch; what it throws ends the training. */
  readonly afterEpoch?: (objectives: EpochObjectives) => void;
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

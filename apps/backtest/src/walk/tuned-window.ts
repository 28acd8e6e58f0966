import type { Candidate, LinearModel } from '@moving-ground/model';
import type { RidgeLogistic } from '@moving-ground/judge';
import type { DatasetReport } from '@moving-ground/run';

export type TrainedCandidate = {
  readonly candidate: Candidate;
  /** Undefined where the training failed. */
  readonly model: LinearModel | undefined;
};

/** A logistic regression on the window's aggregates, and the score from which on it flags. */
export type AggregatesModel = RidgeLogistic & { readonly threshold: number };

/** What a run learns from its window, before anybody decides what serves. */
export type TunedWindow = {
  readonly report: DatasetReport;
  /** Why nothing could be learned; the lists are empty then. */
  readonly insufficient: string | undefined;
  readonly candidates: readonly TrainedCandidate[];
  /** The same tuning on the lags alone; empty where it was not asked for. */
  readonly lagsAlone: readonly TrainedCandidate[];
  readonly aggregates: AggregatesModel | undefined;
};

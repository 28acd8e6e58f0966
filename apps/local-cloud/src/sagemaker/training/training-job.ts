import type { Metric } from '@moving-ground/fit';
import type { TrainingDefinition } from './training-input.ts';

export type TrainingStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** Times are epoch milliseconds. */
export type Transition = {
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly message: string;
};

/** Where a training stands in its tuning. */
export type TuningPlace = {
  readonly name: string;
  readonly arn: string;
  /** From 1. */
  readonly number: number;
  readonly objective: { readonly metricName: string; readonly type: string };
  /** What the search chose; the other hyperparameters are the same for all trainings. */
  readonly tuned: Readonly<Record<string, string>>;
};

/** One training job as it is stored. Times are epoch milliseconds. */
export type TrainingJob = {
  readonly name: string;
  readonly arn: string;
  readonly definition: TrainingDefinition;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly tuning?: TuningPlace;
  readonly status: TrainingStatus;
  readonly transitions: readonly Transition[];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly metrics: readonly Metric[];
  /** The objective after each epoch, where a tuning watches it. */
  readonly curve?: readonly number[];
  /** Ended by the tuning's median rule: an objective without a model. */
  readonly stoppedEarly?: true;
  /** s3:// URI of model.tar.gz, as soon as it is known. */
  readonly artifact: string;
  readonly failureReason?: string;
};

export function isFinished({ status }: Pick<TrainingJob, 'status'>): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped';
}

/** The value of the metric that the tuning is after; null where the training has none. */
export function objectiveOf({ tuning, metrics, status, stoppedEarly }: TrainingJob): number | null {
  if (status !== 'Completed' && !stoppedEarly) return null;
  const value = metrics.find(({ name }) => name === tuning?.objective.metricName)?.value;
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The job with its next secondary status: the one before ends where this begins. */
export function moved(job: TrainingJob, status: string, at: number, message: string): TrainingJob {
  const before = job.transitions.map((transition) => ({ ...transition, endedAt: transition.endedAt ?? at }));
  return { ...job, modifiedAt: at, transitions: [...before, { status, startedAt: at, message }] };
}

/** The job in a status it never leaves. */
export function ended(
  job: TrainingJob,
  status: 'Completed' | 'Failed' | 'Stopped',
  at: number,
  details: { readonly message: string; readonly secondary?: string },
): TrainingJob {
  const last = moved(job, details.secondary ?? status, at, details.message);
  return {
    ...last,
    status,
    endedAt: at,
    transitions: last.transitions.map((transition) => ({ endedAt: at, ...transition })),
    ...(status === 'Failed' && { failureReason: details.message }),
  };
}

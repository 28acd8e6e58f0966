import type { TrainingDefinition } from './training-input.ts';
import type { TrainingJob, TuningPlace } from './training-job.ts';

export type TrainingOrder = {
  readonly name: string;
  readonly arn: string;
  readonly definition: TrainingDefinition;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly tuning?: TuningPlace;
};

/** A job that has just been created. @param at epoch milliseconds */
export function beginTraining(order: TrainingOrder, at: number): TrainingJob {
  const output = order.definition.OutputDataConfig.S3OutputPath.replace(/\/+$/, '');
  return {
    ...order,
    status: 'InProgress',
    transitions: [{ status: 'Starting', startedAt: at, message: 'Starting the training job' }],
    createdAt: at,
    modifiedAt: at,
    metrics: [],
    artifact: `${output}/${order.name}/output/model.tar.gz`,
  };
}

/** The job as it was before a restart cut it off. */
export function begunAgain({
  name,
  arn,
  definition,
  hyperparameters,
  tuning,
  createdAt,
}: TrainingJob): TrainingJob {
  return beginTraining({ name, arn, definition, hyperparameters, ...(tuning && { tuning }) }, createdAt);
}

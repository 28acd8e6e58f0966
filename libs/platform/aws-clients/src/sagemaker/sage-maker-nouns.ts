import type { Candidate } from '@moving-ground/model';

/** One try of a tuning, with the image that its model is served by. */
export type TrainingJob = Candidate & { readonly image: string; readonly failureReason: string };

export type TuningJob = {
  readonly name: string;
  readonly status: string;
  readonly objective: { readonly metricName: string; readonly type: string };
  readonly bestTrainingJobName?: string;
  readonly failureReason: string;
};

export type Endpoint = {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly endpointConfigName: string;
  readonly failureReason: string;
};

import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import type { Candidate } from '@moving-ground/model';
import type { TrainingJob } from './sage-maker-nouns.ts';

const STATUSES: readonly Candidate['status'][] = [
  'Completed',
  'Failed',
  'Stopped',
  'InProgress',
  'Stopping',
  'Deleting',
];

/** A status that the service may add later reads as Failed: such a job is never chosen. */
export function trainingJobOf(told: DescribeTrainingJobResponse): TrainingJob {
  return {
    trainingJobName: told.TrainingJobName ?? '',
    status: statusOf(told),
    hyperparameters: told.HyperParameters ?? {},
    metrics: metricsOf(told),
    modelDataUrl: told.ModelArtifacts?.S3ModelArtifacts ?? '',
    image: told.AlgorithmSpecification?.TrainingImage ?? '',
    failureReason: told.FailureReason ?? '',
  };
}

function statusOf({ TrainingJobStatus }: DescribeTrainingJobResponse): Candidate['status'] {
  return STATUSES.find((status) => status === TrainingJobStatus) ?? 'Failed';
}

function metricsOf({ FinalMetricDataList }: DescribeTrainingJobResponse): Candidate['metrics'] {
  const metrics: Record<string, number> = {};
  for (const { MetricName, Value } of FinalMetricDataList ?? [])
    if (MetricName !== undefined && Value !== undefined) metrics[MetricName] = Value;
  return metrics;
}

import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker';
import type { TuningJob } from './sage-maker-nouns.ts';

export function tuningJobOf(told: DescribeHyperParameterTuningJobResponse): TuningJob {
  const best = told.BestTrainingJob?.TrainingJobName;
  return {
    name: told.HyperParameterTuningJobName ?? '',
    status: told.HyperParameterTuningJobStatus ?? '',
    objective: objectiveOf(told),
    ...(best !== undefined && { bestTrainingJobName: best }),
    failureReason: told.FailureReason ?? '',
  };
}

function objectiveOf(told: DescribeHyperParameterTuningJobResponse): TuningJob['objective'] {
  const objective = told.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective;
  return { metricName: objective?.MetricName ?? '', type: objective?.Type ?? '' };
}

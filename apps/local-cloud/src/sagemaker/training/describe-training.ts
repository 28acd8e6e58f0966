import type { JsonObject } from '../../protocol/json-service.ts';
import type { TrainingJob } from './training-job.ts';
import { objectiveOf } from './training-job.ts';

/** DescribeTrainingJob's answer. */
export function describeTraining(job: TrainingJob): JsonObject {
  const { definition, tuning } = job;
  return {
    ...timesOf(job),
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    TuningJobArn: tuning?.arn,
    TrainingJobStatus: job.status,
    SecondaryStatus: job.transitions.at(-1)?.status,
    SecondaryStatusTransitions: job.transitions.map(({ status, startedAt, endedAt, message }) => ({
      Status: status,
      StartTime: new Date(startedAt),
      EndTime: dateOf(endedAt),
      StatusMessage: message,
    })),
    HyperParameters: job.hyperparameters,
    AlgorithmSpecification: definition.AlgorithmSpecification as JsonObject,
    RoleArn: definition.RoleArn,
    InputDataConfig: definition.InputDataConfig as JsonObject[],
    OutputDataConfig: definition.OutputDataConfig as JsonObject,
    ResourceConfig: definition.ResourceConfig as JsonObject | undefined,
    StoppingCondition: definition.StoppingCondition as JsonObject,
    ModelArtifacts: { S3ModelArtifacts: job.artifact },
    FinalMetricDataList: finalMetrics(job),
    FailureReason: job.failureReason,
    EnableNetworkIsolation: definition.EnableNetworkIsolation ?? false,
  };
}

/** One of ListTrainingJobs' TrainingJobSummaries. */
export function trainingSummary(job: TrainingJob): JsonObject {
  return {
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    CreationTime: new Date(job.createdAt),
    TrainingEndTime: dateOf(job.endedAt),
    LastModifiedTime: new Date(job.modifiedAt),
    TrainingJobStatus: job.status,
    SecondaryStatus: job.transitions.at(-1)?.status,
  };
}

/** One of ListTrainingJobsForHyperParameterTuningJob's summaries; also BestTrainingJob. */
export function tunedSummary(job: TrainingJob): JsonObject {
  const value = objectiveOf(job);
  const objective = job.tuning?.objective;
  return {
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    CreationTime: new Date(job.createdAt),
    TrainingStartTime: dateOf(job.startedAt),
    TrainingEndTime: dateOf(job.endedAt),
    TrainingJobStatus: job.status,
    TunedHyperParameters: job.tuning?.tuned ?? {},
    FailureReason: job.failureReason,
    ObjectiveStatus: job.endedAt === undefined ? 'Pending' : value === null ? 'Failed' : 'Succeeded',
    ...(value !== null &&
      objective && {
        FinalHyperParameterTuningJobObjectiveMetric: {
          Type: objective.type,
          MetricName: objective.metricName,
          Value: value,
        },
      }),
  };
}

function timesOf({ createdAt, modifiedAt, startedAt, endedAt }: TrainingJob): JsonObject {
  const seconds =
    startedAt === undefined || endedAt === undefined ? undefined : Math.ceil((endedAt - startedAt) / 1000);
  return {
    CreationTime: new Date(createdAt),
    TrainingStartTime: dateOf(startedAt),
    TrainingEndTime: dateOf(endedAt),
    LastModifiedTime: new Date(modifiedAt),
    TrainingTimeInSeconds: seconds,
    BillableTimeInSeconds: seconds,
  };
}

function finalMetrics({ metrics, endedAt }: TrainingJob): JsonObject[] {
  return metrics.map(({ name, value }) => ({ MetricName: name, Value: value, Timestamp: dateOf(endedAt) }));
}

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

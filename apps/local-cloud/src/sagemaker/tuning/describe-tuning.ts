import type { JsonObject } from '../../protocol/json-service.ts';
import { tunedSummary } from '../training/describe-training.ts';
import { isFinished, objectiveOf, type TrainingJob, type TrainingStatus } from '../training/training-job.ts';
import { notImproving } from './completion.ts';
import type { TuningJob } from './tuning-job.ts';
import { warmStartConfig } from './warm-start.ts';

/** DescribeHyperParameterTuningJob's answer. @param overall the trainings of its parents, and its own */
export function describeTuning(
  tuning: TuningJob,
  trainings: readonly TrainingJob[],
  overall: readonly TrainingJob[],
): JsonObject {
  const best = bestOf(tuning, trainings);
  const bestOfAll = bestOf(tuning, overall);
  const { warmStart } = tuning;
  return {
    HyperParameterTuningJobName: tuning.name,
    HyperParameterTuningJobArn: tuning.arn,
    HyperParameterTuningJobConfig: tuning.config,
    TrainingJobDefinition: tuning.definition as JsonObject,
    HyperParameterTuningJobStatus: tuning.status,
    ...timesOf(tuning),
    TrainingJobStatusCounters: statusCounters(trainings),
    ObjectiveStatusCounters: objectiveCounters(trainings),
    BestTrainingJob: best && tunedSummary(best),
    ...(warmStart && { WarmStartConfig: warmStartConfig(warmStart) }),
    ...(warmStart?.type === 'IdenticalDataAndAlgorithm' && {
      OverallBestTrainingJob: bestOfAll && {
        ...tunedSummary(bestOfAll),
        TuningJobName: bestOfAll.tuning?.name,
      },
    }),
    FailureReason: tuning.failureReason,
    ...(tuning.plan.completion && {
      TuningJobCompletionDetails: {
        NumberOfTrainingJobsObjectiveNotImproving: notImproving(tuning.plan, trainings.map(objectiveOf)),
      },
    }),
  };
}

/** One of ListHyperParameterTuningJobs' summaries. */
export function tuningSummary(tuning: TuningJob, trainings: readonly TrainingJob[]): JsonObject {
  const { limits, strategy } = tuning.plan;
  return {
    HyperParameterTuningJobName: tuning.name,
    HyperParameterTuningJobArn: tuning.arn,
    HyperParameterTuningJobStatus: tuning.status,
    Strategy: strategy,
    ...timesOf(tuning),
    TrainingJobStatusCounters: statusCounters(trainings),
    ObjectiveStatusCounters: objectiveCounters(trainings),
    ResourceLimits: {
      MaxNumberOfTrainingJobs: limits.maxJobs,
      MaxParallelTrainingJobs: limits.maxParallelJobs,
      MaxRuntimeInSeconds: limits.maxRuntimeSeconds ?? undefined,
    },
  };
}

/** The first among equals. */
export function bestOf({ plan }: TuningJob, trainings: readonly TrainingJob[]): TrainingJob | undefined {
  const sign = plan.objective.type === 'Maximize' ? 1 : -1;
  let best: TrainingJob | undefined;
  let highest = -Infinity;
  for (const job of trainings) {
    const objective = objectiveOf(job);
    // One that was stopped early has an objective and no model.
    if (objective === null || job.stoppedEarly || sign * objective <= highest) continue;
    best = job;
    highest = sign * objective;
  }
  return best;
}

function timesOf({ createdAt, modifiedAt, endedAt }: TuningJob): JsonObject {
  return {
    CreationTime: new Date(createdAt),
    LastModifiedTime: new Date(modifiedAt),
    HyperParameterTuningEndTime: endedAt === undefined ? undefined : new Date(endedAt),
  };
}

function statusCounters(trainings: readonly TrainingJob[]): JsonObject {
  const count = (...statuses: TrainingStatus[]): number =>
    trainings.filter(({ status }) => statuses.includes(status)).length;
  return {
    Completed: count('Completed'),
    InProgress: count('InProgress', 'Stopping'),
    RetryableError: 0,
    NonRetryableError: count('Failed'),
    Stopped: count('Stopped'),
  };
}

function objectiveCounters(trainings: readonly TrainingJob[]): JsonObject {
  const finished = trainings.filter(isFinished);
  const succeeded = finished.filter((job) => objectiveOf(job) !== null).length;
  return {
    Succeeded: succeeded,
    Pending: trainings.length - finished.length,
    Failed: finished.length - succeeded,
  };
}

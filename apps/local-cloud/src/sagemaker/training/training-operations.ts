import type { JsonObject, Operation } from '../../protocol/json-service.ts';
import { ServiceError } from '../../protocol/service-error.ts';
import { listPage } from '../resource/list-page.ts';
import { parseInput } from '../resource/parse-input.ts';
import type { SageMakerState } from '../sage-maker-state.ts';
import { beginTraining, begunAgain } from './begin-training.ts';
import { describeTraining, trainingSummary } from './describe-training.ts';
import { loadChannels } from './load-channels.ts';
import { createTrainingInput, trainingJobInput, type TrainingDefinition } from './training-input.ts';
import { isFinished, type TrainingJob } from './training-job.ts';

type Name = 'CreateTrainingJob' | 'DescribeTrainingJob' | 'ListTrainingJobs' | 'StopTrainingJob';

const OLDEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Ascending' } as const;

/** Single training jobs; those a restart cut off begin again. */
export function trainingOperations(state: SageMakerState): Readonly<Record<Name, Operation>> {
  for (const job of state.trainings.all()) if (!job.tuning && !isFinished(job)) begin(state, begunAgain(job));
  return {
    CreateTrainingJob: async (input) => create(state, input),
    DescribeTrainingJob: async (input) => describeTraining(existing(state, input)),
    ListTrainingJobs: async (input) => {
      const { items, ...next } = listPage(state.trainings.all(), input, OLDEST_FIRST);
      return { TrainingJobSummaries: items.map(trainingSummary), ...next };
    },
    StopTrainingJob: async (input) => stop(state, input),
  };
}

function create(state: SageMakerState, input: JsonObject): JsonObject {
  const { TrainingJobName: name, HyperParameters, Tags, ...rest } = parseInput(createTrainingInput, input);
  if (state.trainings.get(name)) {
    throw new ServiceError(
      'ResourceInUse',
      `Training job names must be unique within an AWS account and region: ${name}`,
    );
  }
  const arn = state.arns('training-job', name);
  const definition: TrainingDefinition = rest;
  state.tags.add(arn, Tags);
  begin(state, beginTraining({ name, arn, definition, hyperparameters: HyperParameters ?? {} }, Date.now()));
  return { TrainingJobArn: arn };
}

function begin(state: SageMakerState, job: TrainingJob): void {
  state.trainings.put(job.name, job);
  state.follow(state.runner.run(job, () => loadChannels(state, job.definition.InputDataConfig)));
}

function stop(state: SageMakerState, input: JsonObject): JsonObject {
  const job = existing(state, input);
  if (isFinished(job)) {
    throw new ServiceError(
      'ValidationException',
      `The request was rejected because the training job is in status ${job.status}.`,
    );
  }
  state.runner.stop(job.name);
  return {};
}

function existing(state: SageMakerState, input: JsonObject): TrainingJob {
  const { TrainingJobName: name } = parseInput(trainingJobInput, input);
  const job = state.trainings.get(name);
  if (job) return job;
  throw new ServiceError('ResourceNotFound', `Requested resource not found: training job ${name}`);
}

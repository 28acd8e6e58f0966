import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeHyperParameterTuningJobCommand,
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  paginateListTrainingJobsForHyperParameterTuningJob,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { sdkOptions, type ClientOptions } from '../client-options.ts';
import { endpointChanges, type EndpointChanges } from './endpoint-changes.ts';
import { madeResources, type MadeResources } from './made-resources.ts';
import { missingIsUndefined } from './missing-is-undefined.ts';
import type { Endpoint, TrainingJob, TuningJob } from './sage-maker-nouns.ts';
import { trainingJobOf } from './training-job-of.ts';
import { tuningJobOf } from './tuning-job-of.ts';

export type SageMaker = MadeResources &
  EndpointChanges & {
    readonly describeTuningJob: (name: string) => Promise<TuningJob>;
    /** Names of all training jobs of a tuning, all pages, in the order of their making. */
    readonly listTrainingJobs: (tuningJobName: string) => Promise<readonly string[]>;
    readonly describeTrainingJob: (name: string) => Promise<TrainingJob>;
    /** Undefined where there is no such endpoint. */
    readonly describeEndpoint: (name: string) => Promise<Endpoint | undefined>;
    readonly modelExists: (name: string) => Promise<boolean>;
    readonly endpointConfigExists: (name: string) => Promise<boolean>;
  };

export function createSageMaker(options: ClientOptions = {}): SageMaker {
  const client = new SageMakerClient(sdkOptions(options));
  return {
    ...madeResources(client),
    ...endpointChanges(client),
    describeTuningJob: async (name) =>
      tuningJobOf(
        await client.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name })),
      ),
    listTrainingJobs: (tuningJobName) => listTrainingJobs(client, tuningJobName),
    describeTrainingJob: async (name) =>
      trainingJobOf(await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }))),
    describeEndpoint: (name) => describeEndpoint(client, name),
    modelExists: (name) => exists(client.send(new DescribeModelCommand({ ModelName: name }))),
    endpointConfigExists: (name) =>
      exists(client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }))),
  };
}

async function listTrainingJobs(client: SageMakerClient, tuningJobName: string): Promise<readonly string[]> {
  const pages = paginateListTrainingJobsForHyperParameterTuningJob(
    { client, pageSize: 100 },
    { HyperParameterTuningJobName: tuningJobName, SortBy: 'CreationTime', SortOrder: 'Ascending' },
  );
  const names: string[] = [];
  for await (const page of pages)
    for (const { TrainingJobName } of page.TrainingJobSummaries ?? [])
      if (TrainingJobName !== undefined) names.push(TrainingJobName);
  return names;
}

async function describeEndpoint(client: SageMakerClient, name: string): Promise<Endpoint | undefined> {
  const told = await missingIsUndefined(client.send(new DescribeEndpointCommand({ EndpointName: name })));
  return (
    told && {
      name,
      arn: told.EndpointArn ?? '',
      status: told.EndpointStatus ?? '',
      endpointConfigName: told.EndpointConfigName ?? '',
      failureReason: told.FailureReason ?? '',
    }
  );
}

async function exists(description: Promise<unknown>): Promise<boolean> {
  return (await missingIsUndefined(description)) !== undefined;
}

import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  paginateListEndpointConfigs,
  paginateListHyperParameterTuningJobs,
  paginateListModels,
  StopHyperParameterTuningJobCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { setTimeout as pause } from 'node:timers/promises';
import { paginateListExecutions, StopExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { StageNames } from '../names.ts';

export type TeardownClients = { readonly states: SFNClient; readonly sageMaker: SageMakerClient };

export type Say = (line: string) => void;

/**
 * Everything that runs have made and that no stack knows of: runs and tunings under way are stopped; the endpoint, the
 * configurations and the models are deleted. May be run again.
 * @param stateMachineArn undefined where the pipeline's stack is gone already
 */
export async function removeWhatRunsMade(
  { states, sageMaker }: TeardownClients,
  names: StageNames,
  stateMachineArn: string | undefined,
  say: Say,
): Promise<void> {
  if (stateMachineArn !== undefined) await stopRuns(states, stateMachineArn, say);
  await stopTunings(sageMaker, names, say);
  await deleteEndpoint(sageMaker, names.endpointName, say);
  await deleteConfigs(sageMaker, names, say);
  await deleteModels(sageMaker, names, say);
}

async function stopRuns(client: SFNClient, stateMachineArn: string, say: Say): Promise<void> {
  for await (const { executions = [] } of paginateListExecutions(
    { client },
    { stateMachineArn, statusFilter: 'RUNNING' },
  ))
    for (const { executionArn } of executions) {
      await client.send(new StopExecutionCommand({ executionArn, cause: 'the stage is torn down' }));
      say(`stopped ${executionArn}`);
    }
}

async function stopTunings(client: SageMakerClient, names: StageNames, say: Say): Promise<void> {
  const running = { StatusEquals: 'InProgress', NameContains: names.runPrefix } as const;
  for await (const page of paginateListHyperParameterTuningJobs({ client }, running))
    for (const { HyperParameterTuningJobName: name = '' } of page.HyperParameterTuningJobSummaries ?? []) {
      if (!name.startsWith(names.runPrefix)) continue;
      await client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }));
      say(`stopped tuning ${name}`);
    }
}

const CHANGING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];
const ASK_AGAIN_MS = 5_000;

/** An endpoint that is changing cannot be deleted: it is waited for. */
async function deleteEndpoint(client: SageMakerClient, EndpointName: string, say: Say): Promise<void> {
  let status = await statusOf(client, EndpointName);
  for (; status !== undefined && CHANGING.includes(status); status = await statusOf(client, EndpointName))
    await pause(ASK_AGAIN_MS);
  if (status === undefined || status === 'Deleting') return;
  await client.send(new DeleteEndpointCommand({ EndpointName }));
  say(`deleted endpoint ${EndpointName}`);
}

/** Undefined where there is no such endpoint. */
async function statusOf(client: SageMakerClient, EndpointName: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeEndpointCommand({ EndpointName }))).EndpointStatus;
  } catch (error) {
    if (/could not find endpoint/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** The names first: what is deleted while a list is read moves its pages. */
async function deleteConfigs(client: SageMakerClient, names: StageNames, say: Say): Promise<void> {
  const found: string[] = [];
  for await (const { EndpointConfigs = [] } of paginateListEndpointConfigs({ client }, {}))
    found.push(...EndpointConfigs.map(({ EndpointConfigName = '' }) => EndpointConfigName));
  for (const EndpointConfigName of found.filter((name) => isOfRun(name, names))) {
    await client.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
    say(`deleted endpoint configuration ${EndpointConfigName}`);
  }
}

async function deleteModels(client: SageMakerClient, names: StageNames, say: Say): Promise<void> {
  const found: string[] = [];
  for await (const { Models = [] } of paginateListModels({ client }, {}))
    found.push(...Models.map(({ ModelName = '' }) => ModelName));
  for (const ModelName of found.filter((name) => isOfRun(name, names))) {
    await client.send(new DeleteModelCommand({ ModelName }));
    say(`deleted model ${ModelName}`);
  }
}

/** The prefix alone is short enough for somebody else's name: a batch's time follows it. */
function isOfRun(name: string, { runPrefix }: StageNames): boolean {
  return name.startsWith(runPrefix) && /^\d{8}t\d{6}-[0-9a-f]{8}-/.test(name.slice(runPrefix.length));
}

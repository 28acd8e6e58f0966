import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { JsonObject, JsonService, Operation } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';
import type { StoredExecution } from './execution-store.ts';
import type { Executions } from './executions.ts';
import { apiEvent } from './history.ts';
import { pageOf } from './page-of.ts';
import { byExecution, byMachine, history, listing, parseCall, starting, stopping } from './parse-call.ts';

export type StateMachineFacts = {
  readonly arn: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: Date;
};

/** The service as SDK clients call it, for one state machine. */
export function createStepFunctions(executions: Executions, machine: StateMachineFacts): JsonService {
  const operations: Readonly<Record<string, Operation>> = {
    StartExecution: async (input) => startExecution(executions, machine, parseCall(starting, input)),
    StopExecution: async (input) => stopExecution(executions, parseCall(stopping, input)),
    DescribeExecution: async (input) =>
      described(find(executions, parseCall(byExecution, input).executionArn), machine),
    GetExecutionHistory: async (input) => {
      const { executionArn, reverseOrder, ...page } = parseCall(history, input);
      const events = executions.store.events(find(executions, executionArn).name);
      return pageOf('events', (reverseOrder ? events.reverse() : events).map(apiEvent), page);
    },
    ListExecutions: async (input) => listExecutions(executions, machine, parseCall(listing, input)),
    DescribeStateMachine: async (input) => {
      refuseOther(machine, parseCall(byMachine, input).stateMachineArn);
      const { definition, roleArn } = machine;
      return { ...machineSummary(machine), status: 'ACTIVE', definition, roleArn };
    },
    ListStateMachines: async () => ({ stateMachines: [machineSummary(machine)] }),
  };
  return { target: 'AWSStepFunctions', contentType: 'application/x-amz-json-1.0', operations };
}

/** A name is run once; the same name and input while it runs is the same execution. */
function startExecution(
  executions: Executions,
  machine: StateMachineFacts,
  { stateMachineArn, name = randomUUID(), input }: z.infer<typeof starting>,
): JsonObject {
  refuseOther(machine, stateMachineArn);
  refuseNoJson(input);
  const known = executions.store.get(name);
  if (known && !(known.status === 'RUNNING' && known.input === input)) {
    throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
  }
  const { arn, startMs } = known ?? executions.start(name, input);
  return { executionArn: arn, startDate: new Date(startMs) };
}

async function stopExecution(
  executions: Executions,
  { executionArn, ...said }: z.infer<typeof stopping>,
): Promise<JsonObject> {
  const { name } = find(executions, executionArn);
  await executions.stop(name, said);
  const { stopMs } = find(executions, executionArn);
  return stopMs === undefined ? {} : { stopDate: new Date(stopMs) };
}

function listExecutions(
  executions: Executions,
  machine: StateMachineFacts,
  { stateMachineArn, statusFilter, ...page }: z.infer<typeof listing>,
): JsonObject {
  refuseOther(machine, stateMachineArn);
  const all = executions.store.all();
  const wanted = all.filter(({ status }) => statusFilter === undefined || status === statusFilter);
  const summaries = wanted.map((execution) => summary(execution, machine));
  return pageOf('executions', summaries, page);
}

function refuseOther({ arn }: StateMachineFacts, asked: string): void {
  if (asked !== arn)
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${asked}'`);
}

function refuseNoJson(input: string): void {
  try {
    JSON.parse(input);
  } catch (error) {
    throw new ServiceError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
}

function find(executions: Executions, arn: string): StoredExecution {
  const execution = executions.store.get(arn.split(':').at(-1) ?? '');
  if (execution?.arn !== arn)
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

function summary(
  { arn, name, status, startMs, stopMs }: StoredExecution,
  machine: StateMachineFacts,
): JsonObject {
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: new Date(startMs),
    ...(stopMs === undefined ? {} : { stopDate: new Date(stopMs) }),
  };
}

function described(execution: StoredExecution, machine: StateMachineFacts): JsonObject {
  const { input, output, error, cause } = execution;
  return {
    ...summary(execution, machine),
    input,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function machineSummary({ arn, createdAt }: StateMachineFacts): JsonObject {
  return { stateMachineArn: arn, name: arn.split(':').at(-1), type: 'STANDARD', creationDate: createdAt };
}

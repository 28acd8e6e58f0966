import { z } from 'zod';
import type { JsonObject, JsonService, Operation } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';
import type { StoredExecution } from './execution-store.ts';
import type { Executions } from './executions.ts';
import { apiEvent } from './history.ts';
import { pageOf } from './page-of.ts';

export type StateMachineFacts = {
  readonly arn: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: Date;
};

const start = z.object({
  stateMachineArn: z.string(),
  name: z.string().regex(/^[0-9A-Za-z_-]{1,80}$/),
  input: z.string().max(262_144).default('{}'),
});
const byExecution = z.object({ executionArn: z.string() });
const paged = {
  maxResults: z.number().int().min(0).max(1000).default(100),
  nextToken: z.string().optional(),
};
const history = byExecution.extend({ ...paged, reverseOrder: z.boolean().default(false) });
const listing = z.object({
  ...paged,
  stateMachineArn: z.string().optional(),
  statusFilter: z.string().optional(),
});

/** The service as SDK clients call it, for one state machine. */
export function createStepFunctions(executions: Executions, machine: StateMachineFacts): JsonService {
  const operations: Readonly<Record<string, Operation>> = {
    StartExecution: async (input) => startExecution(executions, machine, parse(start, input)),
    StopExecution: async (input) => {
      const { name } = find(executions, parse(byExecution, input).executionArn);
      executions.stop(name);
      return { stopDate: new Date() };
    },
    DescribeExecution: async (input) =>
      described(find(executions, parse(byExecution, input).executionArn), machine),
    GetExecutionHistory: async (input) => {
      const { executionArn, reverseOrder, ...page } = parse(history, input);
      const events = executions.store.events(find(executions, executionArn).name);
      return pageOf('events', (reverseOrder ? events.reverse() : events).map(apiEvent), page);
    },
    ListExecutions: async (input) => {
      const { statusFilter, ...page } = parse(listing, input);
      const wanted = executions.store
        .all()
        .filter(({ status }) => statusFilter === undefined || status === statusFilter);
      return pageOf(
        'executions',
        wanted.map((execution) => summary(execution, machine)),
        page,
      );
    },
    DescribeStateMachine: async () => ({
      ...machineSummary(machine),
      status: 'ACTIVE',
      definition: machine.definition,
      roleArn: machine.roleArn,
    }),
    ListStateMachines: async () => ({ stateMachines: [machineSummary(machine)] }),
  };
  return { target: 'AWSStepFunctions', contentType: 'application/x-amz-json-1.0', operations };
}

/** A name is run once; the same name and input while it runs is the same execution. */
function startExecution(
  executions: Executions,
  machine: StateMachineFacts,
  { stateMachineArn, name, input }: z.infer<typeof start>,
): JsonObject {
  if (stateMachineArn !== machine.arn)
    throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  refuseNoJson(input);
  const known = executions.store.get(name);
  if (known && !(known.status === 'RUNNING' && known.input === input)) {
    throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
  }
  const { arn, startMs } = known ?? executions.start(name, input);
  return { executionArn: arn, startDate: new Date(startMs) };
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

function parse<T>(schema: z.ZodType<T>, input: JsonObject): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ServiceError(
    'ValidationException',
    `Value at '${issue?.path.join('.')}' failed to satisfy constraint: ${issue?.message}`,
  );
}

import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { errorName, sdkOptions, type ClientOptions } from '../client-options.ts';

export type ExecutionStatus =
  'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

export type Execution = {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly stoppedAt?: Date;
  /** JSON, once it SUCCEEDED. */
  readonly output?: string;
  /** Once it FAILED. */
  readonly error?: string;
  readonly cause?: string;
};

export type Executions = {
  /**
   * A name is run once. The same name again answers `started` while its run with the same input is open, and
   * `already-exists` once it is over or the input differs.
   */
  readonly start: (execution: {
    readonly stateMachineArn: string;
    readonly name: string;
    readonly input: object;
  }) => Promise<'started' | 'already-exists'>;
  readonly describe: (executionArn: string) => Promise<Execution>;
  /** All pages, newest first; without output, error and cause. */
  readonly list: (stateMachineArn: string) => AsyncIterable<Execution>;
  /** All pages, oldest first. */
  readonly history: (executionArn: string) => AsyncIterable<HistoryEvent>;
};

export function createExecutions(options: ClientOptions = {}): Executions {
  const client = new SFNClient(sdkOptions(options));
  return {
    start: ({ stateMachineArn, name, input }) =>
      startExecution(client, { stateMachineArn, name, input: JSON.stringify(input) }),
    describe: async (executionArn) =>
      executionOf(await client.send(new DescribeExecutionCommand({ executionArn }))),
    list: (stateMachineArn) => listExecutions(client, stateMachineArn),
    history: (executionArn) => readHistory(client, executionArn),
  };
}

async function startExecution(
  client: SFNClient,
  request: { stateMachineArn: string; name: string; input: string },
): Promise<'started' | 'already-exists'> {
  try {
    await client.send(new StartExecutionCommand(request));
    return 'started';
  } catch (error) {
    if (errorName(error) === 'ExecutionAlreadyExists') return 'already-exists';
    throw error;
  }
}

async function* listExecutions(client: SFNClient, stateMachineArn: string): AsyncGenerator<Execution> {
  for await (const page of paginateListExecutions({ client }, { stateMachineArn }))
    for (const execution of page.executions ?? []) yield executionOf(execution);
}

async function* readHistory(client: SFNClient, executionArn: string): AsyncGenerator<HistoryEvent> {
  for await (const page of paginateGetExecutionHistory({ client }, { executionArn }))
    yield* page.events ?? [];
}

function executionOf(told: DescribeExecutionOutput): Execution {
  const { executionArn, name, status, startDate } = told;
  if (!executionArn || !name || !status || !startDate)
    throw new TypeError(`an execution came without its arn, name, status or start: ${name ?? ''}`);
  return { arn: executionArn, name, status, startedAt: startDate, ...endOf(told) };
}

function endOf({
  stopDate,
  output,
  error,
  cause,
}: DescribeExecutionOutput): Pick<Execution, 'stoppedAt' | 'output' | 'error' | 'cause'> {
  return {
    ...(stopDate && { stoppedAt: stopDate }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

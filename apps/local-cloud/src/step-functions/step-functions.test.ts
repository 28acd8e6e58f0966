import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MACHINE_ARN, openBench, type Bench } from './step-functions.fixture.ts';

const DEFINITION = {
  StartAt: 'Ask',
  TimeoutSeconds: 60,
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'ground-f', 'Payload.$': '$' },
      ResultSelector: { 'asked.$': '$.Payload.asked' },
      ResultPath: '$.answer',
      Retry: [{ ErrorEquals: ['Refused'], IntervalSeconds: 0, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Failed' }],
      Next: 'IsPatient',
    },
    IsPatient: {
      Type: 'Choice',
      Choices: [{ Variable: '$.waitSeconds', IsPresent: true, Next: 'Rest' }],
      Default: 'Mark',
    },
    Rest: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Mark' },
    Mark: { Type: 'Pass', Result: 'marked', ResultPath: '$.mark', End: true },
    Failed: { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' },
  },
};

let folder: string;
let bench: Bench;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-sfn-'));
  bench = await openBench({ folder, definition: DEFINITION });
});

afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
  expect(bench.bugs).toEqual([]);
});

const arnOf = (name: string): string => `${MACHINE_ARN.replace('stateMachine', 'execution')}:${name}`;
const start = async (name: string, input: object): Promise<{ executionArn?: string; startDate?: Date }> => {
  const { executionArn = '', startDate = new Date(0) } = await bench.client.send(
    new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name, input: JSON.stringify(input) }),
  );
  return { executionArn, startDate };
};
const show = (name: string): Promise<DescribeExecutionOutput> =>
  bench.client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));
async function ended(name: string): Promise<DescribeExecutionOutput> {
  await expect.poll(async () => (await show(name)).status, { timeout: 10_000 }).not.toBe('RUNNING');
  return show(name);
}
async function historyOf(name: string, more: object = {}): Promise<HistoryEvent[]> {
  const all: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await bench.client.send(
      new GetExecutionHistoryCommand({ executionArn: arnOf(name), nextToken, ...more }),
    );
    all.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return all;
}
const list = (more: object): Promise<string[][]> =>
  bench.client
    .send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, ...more }))
    .then(({ executions = [] }) => executions.map(({ name = '', status = '' }) => [name, status]));
const isUnderWay = (count: number): Promise<void> =>
  expect.poll(() => readdirSync(join(folder, 'asked')).length).toBe(count);

describe('an execution', () => {
  it('runs its states and answers the output of the last', async () => {
    await start('run', { a: 1 });
    const { status, output, input, startDate, stopDate, stateMachineArn } = await ended('run');
    expect([status, input, stateMachineArn]).toEqual(['SUCCEEDED', '{"a":1}', MACHINE_ARN]);
    expect(JSON.parse(output ?? '')).toEqual({ a: 1, answer: { asked: 1 }, mark: 'marked' });
    expect(Number(stopDate)).toBeGreaterThanOrEqual(Number(startDate));
  });

  it('waits where it is told to', async () => {
    await start('run', { waitSeconds: 1 });
    const { status, startDate, stopDate } = await ended('run');
    expect(status).toBe('SUCCEEDED');
    expect(Number(stopDate) - Number(startDate)).toBeGreaterThanOrEqual(990);
  });

  it('tries a task again by the name of the error of its Lambda', async () => {
    await start('run', { failures: 2 });
    const { status, output } = await ended('run');
    expect([status, (JSON.parse(output ?? '') as { answer: unknown }).answer]).toEqual([
      'SUCCEEDED',
      { asked: 3 },
    ]);
  });

  it('catches what it does not try again, and fails with its error and cause', async () => {
    await start('run', { failures: 9, error: 'Damaged' });
    const { status, error, cause, output } = await ended('run');
    expect([status, error, output]).toEqual(['FAILED', 'Damaged', undefined]);
    expect(JSON.parse(cause ?? '')).toEqual({ errorMessage: 'time 1', errorType: 'Damaged' });
    expect(readdirSync(join(folder, 'asked'))).toHaveLength(1);
  });

  it('is the same one for the same name and input while it runs, and taken otherwise', async () => {
    const first = await start('run', { holdMs: 300 });
    expect(await start('run', { holdMs: 300 })).toEqual(first);
    const taken = { name: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${arnOf('run')}'` };
    await expect(start('run', { holdMs: 301 })).rejects.toMatchObject(taken);
    await ended('run');
    await expect(start('run', { holdMs: 300 })).rejects.toMatchObject(taken);
    expect(readdirSync(join(folder, 'asked'))).toHaveLength(1);
  });

  it('without a name is given one', async () => {
    const { executionArn = '' } = await bench.client.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE_ARN }),
    );
    const { status, input } = await ended(executionArn.split(':').at(-1) ?? '');
    expect([status, input]).toEqual(['SUCCEEDED', '{}']);
  });

  it('that is stopped is aborted, with what was said', async () => {
    await start('run', { holdMs: 10_000 });
    await isUnderWay(1);
    const said = { error: 'Asked', cause: 'by hand' };
    const { stopDate } = await bench.client.send(
      new StopExecutionCommand({ executionArn: arnOf('run'), ...said }),
    );
    expect(await show('run')).toMatchObject({ status: 'ABORTED', stopDate, ...said });
    expect((await historyOf('run')).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: said,
    });
    expect(bench.executions.runningCount).toBe(0);
  });

  it('that has ended stays as it is when it is stopped', async () => {
    await start('run', {});
    const { stopDate } = await ended('run');
    const answer = await bench.client.send(new StopExecutionCommand({ executionArn: arnOf('run') }));
    expect([answer.stopDate, (await show('run')).status]).toEqual([stopDate, 'SUCCEEDED']);
  });
});

describe('a history', () => {
  it('tells every state, retry and result in one chain', async () => {
    await start('run', { failures: 1 });
    await ended('run');
    const events = await historyOf('run');
    expect(events.map(({ type }) => type)).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskFailed'],
      ...['TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'],
      ...['ChoiceStateEntered', 'ChoiceStateExited', 'PassStateEntered', 'PassStateExited'],
      'ExecutionSucceeded',
    ]);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
    expect(events.map(({ previousEventId }) => previousEventId)).toEqual(events.map((_, i) => i));
    expect(events[2]?.taskScheduledEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'eu-west-2',
      parameters: '{"FunctionName":"ground-f","Payload":{"failures":1}}',
    });
    expect(events[4]?.taskFailedEventDetails).toMatchObject({ error: 'Refused' });
    expect(events.every(({ timestamp }) => Math.abs(Date.now() - Number(timestamp)) < 60_000)).toBe(true);
  });

  it('of a caught failure tells of no success', async () => {
    await start('run', { failures: 1, error: 'Damaged' });
    await ended('run');
    const types = (await historyOf('run')).map(({ type }) => type);
    expect(types.slice(4)).toEqual(['TaskFailed', 'TaskStateExited', 'FailStateEntered', 'ExecutionFailed']);
  });

  it('comes in pages, and backwards', async () => {
    await start('run', {});
    await ended('run');
    const all = await historyOf('run');
    expect(await historyOf('run', { maxResults: 3 })).toEqual(all);
    expect(await historyOf('run', { maxResults: 4, reverseOrder: true })).toEqual(all.toReversed());
  });
});

describe('a listing', () => {
  it('is newest first, by status, in pages', async () => {
    for (const name of ['one', 'two', 'three']) {
      await start(name, name === 'two' ? { failures: 9, error: 'Damaged' } : { failures: 0 });
      await ended(name);
    }
    const listed = await list({});
    expect(listed).toEqual([
      ['three', 'SUCCEEDED'],
      ['two', 'FAILED'],
      ['one', 'SUCCEEDED'],
    ]);
    expect(await list({ statusFilter: 'FAILED' })).toEqual([['two', 'FAILED']]);
    expect(await list({ statusFilter: 'RUNNING' })).toEqual([]);
    expect(await list({ maxResults: 2 })).toEqual(listed.slice(0, 2));
    expect(await list({ maxResults: 2, nextToken: '2' })).toEqual(listed.slice(2));
    await expect(list({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('a call that cannot be', () => {
  const failing: readonly (readonly [string, object])[] = [
    ['InvalidExecutionInput', { input: '{"a":' }],
    ['InvalidName', { name: 'a b' }],
    ['InvalidArn', { stateMachineArn: 'ground-pipeline' }],
    ['StateMachineDoesNotExist', { stateMachineArn: `${MACHINE_ARN}-x` }],
  ];
  it.each(failing)('to start is told by %s', async (name, more) => {
    const command = new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, ...more });
    await expect(bench.client.send(command)).rejects.toMatchObject({ name });
    expect(await list({})).toEqual([]);
  });

  it('names the execution that is not there', async () => {
    await expect(show('none')).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${arnOf('none')}'`,
    });
    const noArn = new DescribeExecutionCommand({ executionArn: 'none' });
    await expect(bench.client.send(noArn)).rejects.toMatchObject({ name: 'InvalidArn' });
  });

  it('is unknown when the service has no such operation', async () => {
    const command = new SendTaskSuccessCommand({ taskToken: 't', output: '{}' });
    await expect(bench.client.send(command)).rejects.toMatchObject({ name: 'UnknownOperationException' });
    const headers = { 'x-amz-target': 'Unknown.Operation' };
    const answer = await fetch(bench.url, { method: 'POST', headers, body: '{}' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: 'UnknownOperationException', message: 'The local cloud has no Unknown.Operation' },
    ]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../protocol/service-error.ts';
import type { Operation } from '../protocol/json-service.ts';
import type { StoredExecution } from './execution-store.ts';
import { openBench, type Bench } from './step-functions.fixture.ts';

const task = (resource: string, more: object): object => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${resource}`,
  ResultPath: null,
  ...more,
});
const DEFINITION = {
  StartAt: 'Create',
  States: {
    Create: task('sagemaker:createModel', { Parameters: { 'ModelName.$': '$.model' }, Next: 'Extract' }),
    Extract: task('glue:startJobRun.sync', { Parameters: { JobName: 'extract' }, End: true }),
  },
} as never;

let folder: string;
let bench: Bench;
let models: Set<string>;
let jobs: string[];
let stopped: unknown[];

const CreateModel: Operation = async ({ ModelName }) => {
  const name = String(ModelName);
  if (name === 'too-many') throw new ServiceError('ResourceLimitExceeded', 'no more models');
  if (models.has(name)) throw new ServiceError('ValidationException', `model ${name} is there already`);
  models.add(name);
  return { ModelArn: name };
};
const glue = {
  StartJobRun: async () => ({ JobRunId: `job-${jobs.push('RUNNING')}` }),
  GetJobRun: async () => ({ JobRun: { JobRunState: jobs.at(-1) } }),
  BatchStopJobRun: async ({ JobRunIds }) => ({ stopped: stopped.push(JobRunIds) }),
} satisfies Record<string, Operation>;
const open = (): Promise<Bench> =>
  openBench({ folder, definition: DEFINITION, sageMaker: { CreateModel }, glue });
const stored = (name: string): StoredExecution | undefined => bench.executions.store.get(name);
const isUnderWay = (count: number): Promise<void> => expect.poll(() => jobs.length).toBe(count);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-resume-'));
  [models, jobs, stopped] = [new Set(), [], []];
  bench = await open();
});

afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
  expect(bench.bugs).toEqual([]);
});

describe('an execution that a stop cut off', () => {
  it('is run again from its input, and what it had created counts as created', async () => {
    bench.executions.start('run', '{"model":"m"}');
    await isUnderWay(1);
    await bench.close();
    expect(stopped).toEqual([]);
    bench = await open();
    expect(stored('run')).toMatchObject({ status: 'RUNNING', created: ['CreateModel m'] });
    bench.executions.resume();
    await isUnderWay(2);
    jobs.push('SUCCEEDED');
    await expect.poll(() => stored('run')?.status).toBe('SUCCEEDED');
    const executionArn = bench.executions.arnOf('run');
    const { events = [] } = await bench.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
    expect(events.filter(({ type }) => type === 'ExecutionStarted')).toHaveLength(1);
  });

  it('that was killed before it could note an answer knows its own work', async () => {
    models.add('m');
    bench.executions.store.put({
      ...{ name: 'run', arn: bench.executions.arnOf('run'), input: '{"model":"m"}' },
      ...{ status: 'RUNNING', startMs: 0, created: ['CreateModel m'] },
    });
    bench.executions.resume();
    await isUnderWay(1);
    jobs.push('SUCCEEDED');
    await expect.poll(() => stored('run')?.status).toBe('SUCCEEDED');
  });

  it('fails where there is no room for what it had asked for', async () => {
    bench.executions.store.put({
      ...{ name: 'run', arn: bench.executions.arnOf('run'), input: '{"model":"too-many"}' },
      ...{ status: 'RUNNING', startMs: 0, created: ['CreateModel too-many'] },
    });
    bench.executions.resume();
    await expect.poll(() => stored('run')?.status).toBe('FAILED');
    expect(stored('run')?.error).toBe('SageMaker.ResourceLimitExceededException');
  });
});

describe('an execution that goes through', () => {
  it('fails when somebody else made what it creates, and notes nothing', async () => {
    models.add('m');
    bench.executions.start('run', '{"model":"m"}');
    await expect.poll(() => stored('run')?.status).toBe('FAILED');
    expect(stored('run')).toMatchObject({
      created: [],
      error: 'SageMaker.AmazonSageMakerException',
      cause: 'model m is there already',
    });
  });

  it('that is stopped stops the job that it waits for', async () => {
    bench.executions.start('run', '{"model":"m"}');
    await isUnderWay(1);
    await bench.executions.stop('run', {});
    expect(stored('run')?.status).toBe('ABORTED');
    await expect.poll(() => stopped).toEqual([['job-1']]);
  });

  it('fails with the job that it waits for', async () => {
    bench.executions.start('run', '{"model":"m"}');
    await isUnderWay(1);
    jobs.push('FAILED');
    await expect.poll(() => stored('run')?.status).toBe('FAILED');
    const { error, cause } = stored('run') ?? {};
    expect([error, JSON.parse(cause ?? '')]).toEqual([
      'States.TaskFailed',
      { JobRunState: 'FAILED', JobName: 'extract' },
    ]);
  });
});

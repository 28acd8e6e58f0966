import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/json-service.ts';
import { createObjectStore } from '../../s3/create-object-store.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import { createSageMaker, type SageMaker } from '../create-sage-maker.ts';

/** Trains until it is stopped: no improvement is ever too small. */
const ENDLESS = { epochs: '1000000', early_stopping_patience: '1000000' };

let folder: string;
let objects: ObjectStore;
let sageMaker: SageMaker;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-'));
  objects = createObjectStore(join(folder, 's3'));
  await objects.createBucket('ground');
  const rows = Array.from(
    { length: 400 },
    (_, row) => `${row % 2},${(row % 2) + (row % 7) / 7},${row % 5}\n`,
  );
  await objects.put('ground', 'train/0.csv', new TextEncoder().encode(rows.slice(0, 300).join('')));
  await objects.put('ground', 'train/1.csv', new TextEncoder().encode(rows.slice(300).join('')));
  await objects.put('ground', 'bad/0.csv', new TextEncoder().encode('label,a,b\n1,2,3\n'));
  sageMaker = start();
});

afterEach(async () => {
  await sageMaker.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): SageMaker {
  const place = { region: 'eu-west-2', account: '000000000000' };
  return createSageMaker({ objects, folder: join(folder, 'sagemaker'), ...place });
}

function call(operation: string, input: JsonObject): Promise<JsonObject> {
  const found = sageMaker.control.operations[operation];
  if (!found) throw new Error(`no operation ${operation}`);
  return found(input);
}

type Change = {
  readonly hyperparameters?: Readonly<Record<string, string>>;
  readonly prefix?: string;
  readonly seconds?: number;
};

function train(
  name: string,
  { hyperparameters = {}, prefix = 'train/', seconds = 60 }: Change = {},
): Promise<JsonObject> {
  const source = { S3DataType: 'S3Prefix', S3Uri: `s3://ground/${prefix}` };
  return call('CreateTrainingJob', {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::000000000000:role/ground',
    AlgorithmSpecification: { TrainingImage: 'linear-learner:1', TrainingInputMode: 'File' },
    InputDataConfig: [
      { ChannelName: 'train', DataSource: { S3DataSource: source }, ContentType: 'text/csv' },
    ],
    OutputDataConfig: { S3OutputPath: 's3://ground/models/' },
    StoppingCondition: { MaxRuntimeInSeconds: seconds },
    HyperParameters: {
      predictor_type: 'binary_classifier',
      mini_batch_size: '50',
      num_models: '1',
      ...hyperparameters,
    },
  });
}

async function until(TrainingJobName: string, isReached: (job: JsonObject) => boolean): Promise<JsonObject> {
  for (;;) {
    const job = await call('DescribeTrainingJob', { TrainingJobName });
    if (isReached(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const isOver = (job: JsonObject): boolean => job['TrainingJobStatus'] !== 'InProgress';
const isTraining = (job: JsonObject): boolean => job['SecondaryStatus'] === 'Training';

describe('a training job', () => {
  it('learns from all CSV files below its prefix and stores its model', async () => {
    await train('whole');
    const job = await until('whole', isOver);
    expect(job['FailureReason']).toBeUndefined();
    expect(job).toMatchObject({ TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed' });
    const statuses = (job['SecondaryStatusTransitions'] as JsonObject[]).map(({ Status }) => Status);
    expect(statuses).toEqual(['Starting', 'Downloading', 'Training', 'Uploading', 'Completed']);
    expect(await objects.head('ground', 'models/whole/output/model.tar.gz')).toBeDefined();
  });

  it.each([
    ['no object lies below its prefix', { prefix: 'absent/' }, /^ClientError: .*s3:\/\/ground\/absent\//],
    ['a file has a header', { prefix: 'bad/' }, /^ClientError: .*bad\/0.csv line 1: "label"/],
    [
      'a hyperparameter is unknown',
      { hyperparameters: { epoks: '1' } },
      /^ClientError: Additional hyperparameters are not allowed \('epoks' was unexpected\) \(caused by ValidationError\)$/,
    ],
  ])('fails with the reason when %s', async (_what, change, reason) => {
    await train('bad', change);
    const job = await until('bad', isOver);
    expect(job['TrainingJobStatus']).toBe('Failed');
    expect(job['FailureReason']).toMatch(reason);
  });

  it('stops when told to, and cannot be stopped twice', async () => {
    await train('long', { hyperparameters: ENDLESS });
    await until('long', isTraining);
    await call('StopTrainingJob', { TrainingJobName: 'long' });
    expect(await until('long', isOver)).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'Stopped',
    });
    await expect(call('StopTrainingJob', { TrainingJobName: 'long' })).rejects.toThrow(/status Stopped/);
  });

  it('stops after its longest runtime', async () => {
    await train('late', { hyperparameters: ENDLESS, seconds: 1 });
    expect(await until('late', isOver)).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'MaxRuntimeExceeded',
    });
  });

  it('begins again after a restart', async () => {
    await train('again', { hyperparameters: ENDLESS });
    await until('again', isTraining);
    await sageMaker.close();
    sageMaker = start();
    await until('again', isTraining);
    await call('StopTrainingJob', { TrainingJobName: 'again' });
    expect(await until('again', isOver)).toMatchObject({ TrainingJobStatus: 'Stopped' });
  });

  it('is listed by status, and missed by name', async () => {
    await train('one');
    await train('two', { prefix: 'absent/' });
    await until('one', isOver);
    await until('two', isOver);
    const told = await call('ListTrainingJobs', { StatusEquals: 'Failed' });
    expect(told['TrainingJobSummaries']).toMatchObject([{ TrainingJobName: 'two' }]);
    const absent = { TrainingJobName: 'absent' };
    await expect(call('DescribeTrainingJob', absent)).rejects.toMatchObject({ code: 'ResourceNotFound' });
    await expect(train('one')).rejects.toMatchObject({ code: 'ResourceInUse' });
  });
});

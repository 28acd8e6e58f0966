import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeArtifact } from '@moving-ground/formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/json-service.ts';
import { createObjectStore } from '../../s3/create-object-store.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import { createSageMaker, type SageMaker } from '../create-sage-maker.ts';
import { putDatasets } from './put-datasets.fixture.ts';
import { tuningRequest } from './tuning-request.fixture.ts';

type Summary = JsonObject & { readonly TrainingJobName: string; readonly TrainingJobStatus: string };

let folder: string;
let objects: ObjectStore;
let sageMaker: SageMaker;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-'));
  objects = createObjectStore(join(folder, 's3'));
  await putDatasets(objects, { rows: 2000, featureDim: 30 });
  sageMaker = start('sagemaker');
});

afterEach(async () => {
  await sageMaker.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string): SageMaker {
  return createSageMaker({
    objects,
    folder: join(folder, name),
    region: 'eu-west-2',
    account: '000000000000',
  });
}

function call(operation: string, input: JsonObject, service = sageMaker): Promise<JsonObject> {
  const found = service.control.operations[operation];
  if (!found) throw new Error(`no operation ${operation}`);
  return found(input);
}

async function ended(name: string, service = sageMaker): Promise<JsonObject> {
  for (;;) {
    const told = await call(
      'DescribeHyperParameterTuningJob',
      { HyperParameterTuningJobName: name },
      service,
    );
    const status = String(told['HyperParameterTuningJobStatus']);
    if (status !== 'InProgress' && status !== 'Stopping') return told;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function trainings(name: string, service = sageMaker, more: JsonObject = {}): Promise<Summary[]> {
  const input = { HyperParameterTuningJobName: name, MaxResults: 100, ...more };
  const told = await call('ListTrainingJobsForHyperParameterTuningJob', input, service);
  return told['TrainingJobSummaries'] as Summary[];
}

const tried = (summaries: readonly Summary[]): unknown[] =>
  summaries.map((one) => [
    one.TrainingJobName,
    one['TunedHyperParameters'],
    one['FinalHyperParameterTuningJobObjectiveMetric'],
  ]);

/** How many trainings were going on when another began, that one included. */
function mostAtOnce(summaries: readonly Summary[]): number {
  const time = (one: Summary, member: string): number => Number(one[member]);
  const begun = summaries.map((one) => time(one, 'TrainingStartTime'));
  const atOnce = begun.map(
    (at) =>
      summaries.filter((one) => time(one, 'TrainingStartTime') <= at && at < time(one, 'TrainingEndTime'))
        .length,
  );
  return Math.max(...atOnce);
}

describe('a tuning', () => {
  it('trains as many jobs as asked, two at a time, and names the best', async () => {
    await call('CreateHyperParameterTuningJob', tuningRequest('ten'));
    const told = await ended('ten');
    expect(told).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      HyperParameterTuningJobArn: 'arn:aws:sagemaker:eu-west-2:000000000000:hyper-parameter-tuning-job/ten',
      TrainingJobStatusCounters: { Completed: 10, InProgress: 0, NonRetryableError: 0 },
      ObjectiveStatusCounters: { Succeeded: 10, Pending: 0, Failed: 0 },
    });
    expect(mostAtOnce(await trainings('ten'))).toBe(2);
    const byObjective = { SortBy: 'FinalObjectiveMetricValue', SortOrder: 'Descending' };
    const [best] = await trainings('ten', sageMaker, byObjective);
    const value = (one: JsonObject | undefined): unknown =>
      (one?.['FinalHyperParameterTuningJobObjectiveMetric'] as JsonObject | undefined)?.['Value'];
    expect(value(told['BestTrainingJob'] as JsonObject)).toBe(value(best));
    expect((await trainings('ten')).map(({ TrainingJobName }) => TrainingJobName)).toEqual(
      Array.from({ length: 10 }, (_, k) =>
        expect.stringMatching(new RegExp(`^ten-0${String(k + 1).padStart(2, '0')}-[0-9a-f]{8}$`)),
      ),
    );
  });

  it('keeps a model that can be read, its metrics and its log', async () => {
    await call('CreateHyperParameterTuningJob', tuningRequest('one', { jobs: 1, parallel: 1 }));
    const best = (await ended('one'))['BestTrainingJob'] as Summary;
    const job = await call('DescribeTrainingJob', { TrainingJobName: best.TrainingJobName });
    const key = `models/${best.TrainingJobName}/output/model.tar.gz`;
    expect(job['ModelArtifacts']).toEqual({ S3ModelArtifacts: `s3://ground/${key}` });
    const model = decodeArtifact(gunzipSync(await objects.read('ground', key)), key);
    expect(model.weights).toHaveLength(30);
    const names = (job['FinalMetricDataList'] as JsonObject[]).map(({ MetricName }) => MetricName);
    expect(names).toContain('validation:precision');
    const log = readFileSync(join(folder, 'sagemaker', 'logs', `${best.TrainingJobName}.log`), 'utf8');
    expect(log).toMatch(/#quality_metric: host=\S+, validation precision <score>=/);
  });

  it('tries the same configurations again with the same seed', async () => {
    const other = start('other');
    const request = tuningRequest('same', { jobs: 6 });
    await call('CreateHyperParameterTuningJob', request);
    await call('CreateHyperParameterTuningJob', request, other);
    await Promise.all([ended('same'), ended('same', other)]);
    const again = tried(await trainings('same', other));
    await other.close();
    expect(again).toHaveLength(6);
    expect(tried(await trainings('same'))).toEqual(again);
  });

  it('goes on after a restart without repeating a training that had finished', async () => {
    const whole = start('whole');
    await call('CreateHyperParameterTuningJob', tuningRequest('resumed'), whole);
    await call('CreateHyperParameterTuningJob', tuningRequest('resumed'));
    while ((await trainings('resumed')).filter((one) => one.TrainingJobStatus === 'Completed').length < 3)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await sageMaker.close();
    const before = (await trainings('resumed')).filter((one) => one.TrainingJobStatus === 'Completed');
    expect(before.length).toBeLessThan(10);
    sageMaker = start('sagemaker');
    expect(await ended('resumed')).toMatchObject({ HyperParameterTuningJobStatus: 'Completed' });
    await ended('resumed', whole);
    const after = await trainings('resumed');
    expect(after).toEqual(expect.arrayContaining(before));
    expect(tried(after)).toEqual(tried(await trainings('resumed', whole)));
    await whole.close();
  });

  it('fails with the reason when every training fails', async () => {
    await call('CreateHyperParameterTuningJob', tuningRequest('bad', { jobs: 2, extra: { epoks: '3' } }));
    const told = await ended('bad');
    expect(told['HyperParameterTuningJobStatus']).toBe('Failed');
    expect(told['FailureReason']).toContain('epoks');
    expect(told['TrainingJobStatusCounters']).toMatchObject({ NonRetryableError: 2 });
  });

  it('goes on past trainings that fail', async () => {
    const request = tuningRequest('some', { jobs: 6, miniBatchSizes: ['200', '3000'] });
    await call('CreateHyperParameterTuningJob', request);
    const told = await ended('some');
    const failed = (await trainings('some')).filter((one) => one.TrainingJobStatus === 'Failed');
    expect(told['HyperParameterTuningJobStatus']).toBe('Completed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.['FailureReason']).toMatch(/^ClientError: train had \d+ rows, fewer/);
  });

  it('goes on past trainings that diverge, whose objective is no number to learn from', async () => {
    const extra = { optimizer: 'sgd', use_lr_scheduler: 'false' };
    const rates = ['1e-3', '1e300'] as const;
    await call(
      'CreateHyperParameterTuningJob',
      tuningRequest('wild', { jobs: 6, extra, learningRates: rates }),
    );
    const told = await ended('wild');
    const failed = (await trainings('wild')).filter((one) => one.TrainingJobStatus === 'Failed');
    expect(told['HyperParameterTuningJobStatus']).toBe('Completed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.['FailureReason']).toMatch(
      /^AlgorithmError: TrainingDiverged: training diverged: .*learning_rate/,
    );
    expect(failed[0]?.['ObjectiveStatus']).toBe('Failed');
  });

  it('is completed by its criteria, the same trainings each time', async () => {
    const criteria = { BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 3 } };
    await call('CreateHyperParameterTuningJob', tuningRequest('short', { jobs: 40, completion: criteria }));
    const told = await ended('short');
    const made = await trainings('short');
    expect(told['HyperParameterTuningJobStatus']).toBe('Completed');
    expect(made.length).toBeLessThan(40);
    const { NumberOfTrainingJobsObjectiveNotImproving: idle } = told[
      'TuningJobCompletionDetails'
    ] as JsonObject;
    expect(idle).toBeGreaterThanOrEqual(3);
    const target = { TargetObjectiveMetricValue: 0.01 };
    await call('CreateHyperParameterTuningJob', tuningRequest('reached', { jobs: 40, completion: target }));
    await ended('reached');
    // The second was begun beside the first, and the target is seen when the third would begin.
    expect(await trainings('reached')).toHaveLength(2);
  });

  it('stops trainings that fall behind the median of the earlier ones, the same ones each time', async () => {
    const config = {
      HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'validation:objective_loss' },
      TrainingJobEarlyStoppingType: 'Auto',
    };
    const request = tuningRequest('early', { jobs: 12, config });
    const other = start('other');
    await call('CreateHyperParameterTuningJob', request);
    await call('CreateHyperParameterTuningJob', request, other);
    const [told] = await Promise.all([ended('early'), ended('early', other)]);
    const all = await trainings('early');
    const stopped = all.filter(({ TrainingJobStatus }) => TrainingJobStatus === 'Stopped');
    expect(stopped.length).toBeGreaterThan(0);
    expect(told).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 12 - stopped.length, Stopped: stopped.length },
      ObjectiveStatusCounters: { Succeeded: 12 },
      BestTrainingJob: { TrainingJobStatus: 'Completed' },
    });
    for (const { TrainingJobName } of stopped)
      expect(await objects.list('ground', `models/${TrainingJobName}/`)).toEqual([]);
    const again = tried(await trainings('early', other));
    await other.close();
    expect(again).toEqual(tried(all));
  });

  it('stops no training early where the objective is not told each epoch', async () => {
    const config = { TrainingJobEarlyStoppingType: 'Auto' };
    await call('CreateHyperParameterTuningJob', tuningRequest('late', { jobs: 8, config }));
    expect(await ended('late')).toMatchObject({ TrainingJobStatusCounters: { Completed: 8 } });
  });

  it('learns from a parent on the same data, repeats none of its trainings, and names the best of both', async () => {
    await call('CreateHyperParameterTuningJob', tuningRequest('parent', { jobs: 5 }));
    const parent = await ended('parent');
    const warm = (WarmStartType: string) => ({
      ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: 'parent' }],
      WarmStartType,
    });
    const identical = warm('IdenticalDataAndAlgorithm');
    await call('CreateHyperParameterTuningJob', {
      ...tuningRequest('child', { jobs: 3 }),
      WarmStartConfig: identical,
    });
    const child = await ended('child');
    expect(child['WarmStartConfig']).toEqual(identical);
    const [theirs, ours] = [await trainings('parent'), await trainings('child')].map((all) =>
      all.map((one) => JSON.stringify(one['TunedHyperParameters'])),
    );
    expect(ours?.filter((one) => theirs?.includes(one))).toEqual([]);
    const value = (told: JsonObject, member: string): number =>
      ((told[member] as JsonObject)['FinalHyperParameterTuningJobObjectiveMetric'] as { Value: number })
        .Value;
    expect(value(child, 'OverallBestTrainingJob')).toBe(
      Math.max(value(parent, 'BestTrainingJob'), value(child, 'BestTrainingJob')),
    );
    const transfer = {
      ...tuningRequest('other-data', { jobs: 2 }),
      WarmStartConfig: warm('TransferLearning'),
    };
    await call('CreateHyperParameterTuningJob', transfer);
    const told = await ended('other-data');
    expect(told).not.toHaveProperty('OverallBestTrainingJob');
    const [first] = await trainings('other-data');
    expect(first?.['TunedHyperParameters']).toEqual(
      (parent['BestTrainingJob'] as JsonObject)['TunedHyperParameters'],
    );
  });

  it.each([
    ['that is not there', {}, 'not found: hyperparameter tuning job nobody', 'nobody'],
    [
      'with another objective',
      { type: 'Minimize' },
      'has the objective Maximize validation:precision',
      'parent',
    ],
    ['with other ranges', { miniBatchSizes: ['10', '50'] }, 'searches l1, learning_rate, this one', 'parent'],
  ] as const)('refuses a parent %s', async (_, other, message, name) => {
    await call('CreateHyperParameterTuningJob', tuningRequest('parent', { jobs: 1, parallel: 1 }));
    await ended('parent');
    const given = tuningRequest('child', 'miniBatchSizes' in other ? { miniBatchSizes: ['10', '50'] } : {});
    const config = given['HyperParameterTuningJobConfig'] as {
      HyperParameterTuningJobObjective: Record<string, string>;
    };
    if ('type' in other) config.HyperParameterTuningJobObjective['Type'] = other.type;
    const WarmStartConfig = {
      ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: name }],
      WarmStartType: 'IdenticalDataAndAlgorithm',
    };
    await expect(call('CreateHyperParameterTuningJob', { ...given, WarmStartConfig })).rejects.toThrow(
      message,
    );
  });

  it('stops when told to', async () => {
    await call('CreateHyperParameterTuningJob', tuningRequest('stopped', { jobs: 50 }));
    await call('StopHyperParameterTuningJob', { HyperParameterTuningJobName: 'stopped' });
    const told = await ended('stopped');
    expect(told['HyperParameterTuningJobStatus']).toBe('Stopped');
    expect(told['TrainingJobStatusCounters']).toMatchObject({ InProgress: 0 });
  });

  it('is refused under a name that is taken, and where its parts are wrong', async () => {
    await call('CreateHyperParameterTuningJob', tuningRequest('taken', { jobs: 1 }));
    await expect(call('CreateHyperParameterTuningJob', tuningRequest('taken'))).rejects.toMatchObject({
      code: 'ResourceInUse',
    });
    await expect(
      call('CreateHyperParameterTuningJob', { HyperParameterTuningJobName: 'x-' }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
    });
    const absent = { HyperParameterTuningJobName: 'absent' };
    await expect(call('DescribeHyperParameterTuningJob', absent)).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
  });
});

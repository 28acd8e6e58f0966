import { InvalidSettings } from '@moving-ground/configuration';
import { getJson, leaseHolder, putJson, takeLease, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import {
  objectKeys,
  parseExtractArguments,
  type BatchId,
  type CheckRequest,
  type DatasetReport,
  type Manifest,
  type PartReport,
} from '@moving-ground/run';
import { describe, expect, it } from 'vitest';
import { bucket, fakes, readyRun, requestOf, sha256, stage, startMs } from './checker.fixture.ts';
import { check, dataset, finish } from './handler.ts';
import { readSettings } from './settings.ts';

describe('check', () => {
  it("answers the run's parameters and takes the lease", async () => {
    const { effects, storage, leasePlace } = fakes();
    const manifest = await stage(storage, 10);
    const run = readyRun(await check(requestOf(manifest), undefined, effects));
    const { batchId } = manifest;
    expect(run).toMatchObject({
      runId: `${batchId}-1`,
      windowBatches: [batchId],
      datasetPrefix: objectKeys.dataset(batchId),
      endpointName: 'moving-ground',
      lastCloseMs: manifest.span.lastCloseMs,
      pollSeconds: 7,
      extractArguments: { '--bucket': bucket, '--batch_id': batchId },
    });
    const told = parseExtractArguments(run.extractArguments);
    expect(told).toMatchObject({
      windowBatches: [batchId],
      split: { train: 0.7, validation: 0.15, test: 0.15 },
    });
    expect(JSON.parse(told.schema)).toMatchObject({ version: '1', maxGapSeconds: 60 });
    expect((JSON.parse(told.schema) as { columns: string[] }).columns).toHaveLength(605);
    expect(await leaseHolder(storage, leasePlace, startMs + 119 * 60_000)).toMatchObject({
      runId: run.runId,
    });
    expect(await leaseHolder(storage, leasePlace, startMs + 120 * 60_000)).toBeUndefined();
  });

  it('takes up to window.batches compatible batches, oldest first', async () => {
    const { effects, storage } = fakes({ window: { batches: 3 } });
    await stage(storage, 1);
    const second = await stage(storage, 2);
    await stage(storage, 3, { exitPrice: 'bid' });
    const fourth = await stage(storage, 4);
    await stage(storage, 5, { instrument: 'CS.D.ETHUSD.CFD.IP' });
    await stage(storage, 6, { schemaVersion: '2' });
    const last = await stage(storage, 7);
    const run = readyRun(await check(requestOf(last), undefined, effects));
    expect(run.windowBatches).toEqual([second, fourth, last].map(({ batchId }) => batchId));
  });

  it.each([
    [8, 'lambda'],
    [7, 'lambda'],
    [6, 'glue'],
    [5, 'glue'],
    [0, 'glue'],
  ] as const)(
    'with Glue from %i transactions sends a window of three times two to %s',
    async (from, place) => {
      const { effects, storage } = fakes({
        window: { batches: 3 },
        extraction: { glueFromTransactions: from },
      });
      for (const minute of [1, 2, 3]) await stage(storage, minute);
      const last = await stage(storage, 4);
      const run = readyRun(await check(requestOf(last), undefined, effects));
      expect(run).toMatchObject({ transactions: 6, extraction: place });
    },
  );

  it("sends every window to Glue in the article's preset, and small ones to the Lambda in the default", async () => {
    for (const [preset, extraction] of [
      ['article', 'glue'],
      ['default', 'lambda'],
    ]) {
      const { effects, storage } = fakes({ preset });
      const manifest = await stage(storage, 1);
      expect(readyRun(await check(requestOf(manifest), undefined, effects))).toMatchObject({ extraction });
    }
  });

  it('leaves an earlier batch that was tampered with out of the window', async () => {
    const { effects, storage, warnings } = fakes();
    const good = await stage(storage, 1);
    const bad = await stage(storage, 2);
    await storage.put(bucket, bad.prices.key, 'time,bid,offer\n1,2,4\n');
    const last = await stage(storage, 3);
    const run = readyRun(await check(requestOf(last), undefined, effects));
    expect(run.windowBatches).toEqual([good.batchId, last.batchId]);
    expect(warnings).toMatchObject([{ batchId: bad.batchId }]);
  });

  const tamperings: readonly (readonly [
    string,
    (storage: ObjectStorage, manifest: Manifest) => Promise<unknown>,
  ])[] = [
    ['another byte', (s, m) => s.put(bucket, m.prices.key, 'time,bid,offer\n1,2,4\n')],
    ['a missing end', (s, m) => s.put(bucket, m.prices.key, 'time,bid,offer\n1,2,3')],
    ['nothing in it', (s, m) => s.put(bucket, m.transactions.key, '')],
    [
      'a row more than its manifest says',
      (s, m) =>
        putJson(
          s,
          { bucket, key: objectKeys.manifest(m.batchId) },
          { ...m, prices: { ...m.prices, rows: 2 } },
        ),
    ],
    [
      'another hash in its manifest',
      (s, m) =>
        putJson(
          s,
          { bucket, key: objectKeys.manifest(m.batchId) },
          { ...m, prices: { ...m.prices, sha256: sha256('') } },
        ),
    ],
    [
      'keys of another batch',
      (s, m) =>
        putJson(
          s,
          { bucket, key: objectKeys.manifest(m.batchId) },
          { ...m, prices: { ...m.prices, key: 'staging/x/prices.csv' } },
        ),
    ],
    [
      'another instrument',
      (s, m) => putJson(s, { bucket, key: objectKeys.manifest(m.batchId) }, { ...m, instrument: 'GOLD.X' }),
    ],
    [
      'another batch id',
      (s, m) =>
        putJson(
          s,
          { bucket, key: objectKeys.manifest(m.batchId) },
          { ...m, batchId: '20260105t101500-0f3a9c21' },
        ),
    ],
    [
      'an unknown field in its manifest',
      (s, m) => putJson(s, { bucket, key: objectKeys.manifest(m.batchId) }, { ...m, more: 1 }),
    ],
    ['no JSON for a manifest', (s, m) => s.put(bucket, objectKeys.manifest(m.batchId), '{')],
  ];
  it.each(tamperings)('refuses a batch with %s, and takes no lease', async (_, tamper) => {
    const { effects, storage, leasePlace } = fakes();
    const manifest = await stage(storage, 10);
    await tamper(storage, manifest);
    await expect(check(requestOf(manifest), undefined, effects)).rejects.toMatchObject({
      name: 'BatchRefused',
    });
    expect(await leaseHolder(storage, leasePlace, startMs)).toBeUndefined();
  });

  it.each(['manifest', 'transactions', 'prices'] as const)(
    'calls a batch without its %s incomplete, which may still come',
    async (file) => {
      const { effects, storage } = fakes();
      const manifest = await stage(storage, 10);
      await storage.delete(bucket, objectKeys[file](manifest.batchId));
      await expect(check(requestOf(manifest), undefined, effects)).rejects.toMatchObject({
        name: 'BatchIncomplete',
      });
      await stage(storage, 10);
      readyRun(await check(requestOf(manifest), undefined, effects));
    },
  );

  it.each([
    { batchId: '../../etc', attempt: 1 },
    { batchId: '20260105t101500-0f3a9c21', attempt: 0 },
    { batchId: '20260105t101500-0f3a9c21', attempt: '1' },
    { attempt: 1 },
  ])('refuses an input that people got wrong, quoting it: %j', async (input) => {
    const { effects } = fakes();
    const request = {
      executionArn: 'arn',
      startedAt: new Date(startMs).toISOString(),
      ...input,
    } as CheckRequest;
    await expect(check(request, undefined, effects)).rejects.toThrow(JSON.stringify(input).slice(1, 20));
  });

  it('waits while another run has the lease, goes on when it is released, or expires', async () => {
    const { effects, storage, clock, leasePlace } = fakes();
    const manifest = await stage(storage, 10);
    const lease = { runId: 'other', executionArn: 'arn', expiresAtMs: startMs + 1000 };
    await takeLease(storage, leasePlace, lease, startMs);
    expect(await check(requestOf(manifest), undefined, effects)).toEqual({
      verdict: 'wait',
      reason: 'run other has the endpoint',
      waitSeconds: 7,
    });
    clock.nowMs += 1000;
    readyRun(await check(requestOf(manifest), undefined, effects));
  });

  it('does not wait for ever', async () => {
    const { effects, storage, clock, leasePlace } = fakes();
    const manifest = await stage(storage, 10);
    clock.nowMs += 12 * 3_600_000 + 1;
    await takeLease(
      storage,
      leasePlace,
      { runId: 'other', executionArn: 'arn', expiresAtMs: clock.nowMs + 1 },
      clock.nowMs,
    );
    expect((await check(requestOf(manifest), undefined, effects)).verdict).toBe('deferred');
  });

  it('answers the same when it is asked again by the run that has the lease', async () => {
    const { effects, storage } = fakes();
    const manifest = await stage(storage, 10);
    const first = await check(requestOf(manifest), undefined, effects);
    expect(await check(requestOf(manifest), undefined, effects)).toEqual(first);
  });

  it('waits when another run took the lease between looking and taking', async () => {
    const { effects, storage, leasePlace } = fakes();
    const manifest = await stage(storage, 10);
    const raced: ObjectStorage = {
      ...storage,
      put: async (...words) => {
        if (words[1] === leasePlace.key)
          await putJson(storage, leasePlace, { runId: 'quick', executionArn: 'a', expiresAtMs: startMs + 9 });
        return storage.put(...words);
      },
    };
    const answer = await check(requestOf(manifest), undefined, { ...effects, storage: raced });
    expect(answer).toMatchObject({ verdict: 'wait', reason: 'run quick has the endpoint' });
  });

  it('is superseded by a newer batch, but not when it was started again by hand', async () => {
    const { effects, storage, leasePlace } = fakes();
    const older = await stage(storage, 10);
    const newer = await stage(storage, 11);
    const answer = await check(requestOf(older), undefined, effects);
    expect(answer).toMatchObject({
      verdict: 'superseded',
      reason: expect.stringContaining(newer.batchId) as string,
    });
    expect(await leaseHolder(storage, leasePlace, startMs)).toBeUndefined();
    readyRun(await check(requestOf(older, 2), undefined, effects));
  });

  it('is superseded when its files were removed while it waited, but not when a person asks for it', async () => {
    const { effects, storage } = fakes();
    const older = await stage(storage, 10);
    const newer = await stage(storage, 11);
    for await (const { key } of storage.list(bucket, `staging/${older.batchId}/`))
      await storage.delete(bucket, key);
    expect(await check(requestOf(older), undefined, effects)).toEqual({
      verdict: 'superseded',
      reason: `its files were removed while it waited: batch ${newer.batchId} is the newest that is staged`,
    });
    await expect(check(requestOf(older, 2), undefined, effects)).rejects.toMatchObject({
      name: 'BatchIncomplete',
    });
  });

  it('waits for the batches before it where every batch is to have its run', async () => {
    const { effects, storage, leasePlace } = fakes({ refresh: { order: 'every' } });
    const [first, second] = [await stage(storage, 10), await stage(storage, 20)];
    expect(await check(requestOf(second), undefined, effects)).toMatchObject({
      verdict: 'wait',
      reason: `batch ${first.batchId} comes first`,
    });
    expect(await leaseHolder(storage, leasePlace, startMs)).toBeUndefined();
    expect((await check(requestOf(first), undefined, effects)).verdict).toBe('ready');
    const ended = { batchId: first.batchId, attempt: 1, outcome: 'retained', reason: 'none fit' } as const;
    await finish(ended, undefined, effects);
    expect((await check(requestOf(second), undefined, effects)).verdict).toBe('ready');
  });

  it('is not superseded by a batch that cannot take its rows along, or whose run failed', async () => {
    const { effects, storage } = fakes();
    const older = await stage(storage, 10);
    await stage(storage, 11, { exitPrice: 'bid' });
    const failed = await stage(storage, 12);
    const failure = { Error: 'X', Cause: 'y' };
    await finish({ batchId: failed.batchId, attempt: 1, outcome: 'failed', failure }, undefined, effects);
    readyRun(await check(requestOf(older), undefined, effects));
  });

  it('is deferred until minMinutesBetweenRefreshes have passed', async () => {
    const { effects, storage, clock } = fakes({ refresh: { minMinutesBetweenRefreshes: 30 } });
    const manifest = await stage(storage, 10);
    const champion = { runId: 'r', endpointName: 'moving-ground', promotedAtMs: startMs };
    await putJson(storage, { bucket, key: objectKeys.champion }, champion);
    clock.nowMs += 29 * 60_000;
    const answer = await check(requestOf(manifest), undefined, effects);
    expect(answer).toMatchObject({
      verdict: 'deferred',
      reason: expect.stringContaining('29.0 minutes ago') as string,
    });
    clock.nowMs += 60_000;
    readyRun(await check(requestOf(manifest), undefined, effects));
  });

  it('is deferred after maxRefreshesPerDay promotions in 24 hours', async () => {
    const { effects, storage, clock } = fakes({ refresh: { maxRefreshesPerDay: 2 } });
    const outcomes = ['promoted', 'retained', 'promoted'] as const;
    for (const [minute, outcome] of outcomes.entries()) {
      const { batchId } = await stage(storage, minute);
      await finish({ batchId, attempt: 1, outcome, reason: '' }, undefined, effects);
      clock.nowMs += 60_000;
    }
    const manifest = await stage(storage, 10);
    expect((await check(requestOf(manifest), undefined, effects)).verdict).toBe('deferred');
    clock.nowMs = startMs + 24 * 3_600_000 + 1;
    const later = { ...requestOf(manifest), startedAt: new Date(clock.nowMs).toISOString() };
    readyRun(await check(later, undefined, effects));
  });
});

function part(change: Partial<PartReport> = {}): PartReport {
  return {
    rows: 1000,
    positives: 500,
    purged: 0,
    distinctSeconds: 900,
    labelRuns: 30,
    effectiveSampleSize: 100,
    firstOpenMs: 1,
    lastCloseMs: 2,
    medianHoldingMs: 1,
    files: ['a'],
    ...change,
  };
}

async function extracted(change: { train?: Partial<PartReport>; batchId?: BatchId } = {}) {
  const world = fakes();
  const manifest = await stage(world.storage, 10);
  const run = readyRun(await check(requestOf(manifest), undefined, world.effects));
  const report: DatasetReport = {
    reportVersion: 1,
    batchId: change.batchId ?? run.batchId,
    batches: run.windowBatches,
    schemaVersion: '1',
    schemaHash: 'hash',
    featureDim: 605,
    seed: 1,
    transactions: 3000,
    ticks: 9000,
    dropped: { shortHistory: 0, gap: 0, repeated: 0 },
    exactDuplicates: 0,
    gaps: { count: 0, longestSeconds: 0 },
    derived: [],
    constantColumns: [],
    parts: { train: part(change.train), validation: part(), test: part() },
    meanActualProfit: -1,
  };
  await putJson(world.storage, { bucket, key: objectKeys.datasetReport(run.batchId) }, report);
  return { ...world, run };
}

describe('dataset', () => {
  it("answers the tuning job of the article on this run's datasets", async () => {
    const { effects, run } = await extracted();
    const answer = await dataset({ run }, undefined, effects);
    expect(answer).toMatchObject({
      verdict: 'ready',
      tuning: {
        HyperParameterTuningJobName: run.runId,
        HyperParameterTuningJobConfig: {
          Strategy: 'Bayesian',
          HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'validation:precision' },
          ResourceLimits: { MaxNumberOfTrainingJobs: 10, MaxParallelTrainingJobs: 2 },
        },
        TrainingJobDefinition: {
          StaticHyperParameters: { feature_dim: '605', predictor_type: 'binary_classifier' },
          AlgorithmSpecification: { TrainingImage: 'linear-learner:1', TrainingInputMode: 'File' },
          RoleArn: 'arn:role',
          OutputDataConfig: { S3OutputPath: `s3://ground/models/${run.runId}` },
          ResourceConfig: { InstanceType: 'ml.c4.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
        },
      },
    });
    if (answer.verdict !== 'ready') throw new Error('not ready');
    const channels = answer.tuning.TrainingJobDefinition['InputDataConfig'] as {
      ChannelName: string;
      DataSource: unknown;
    }[];
    expect(channels.map(({ ChannelName }) => ChannelName).sort()).toEqual(['test', 'train', 'validation']);
    expect(channels[0]).toMatchObject({
      DataSource: {
        S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://ground/datasets/${run.batchId}/train/` },
      },
      ContentType: 'application/x-recordio-protobuf',
    });
  });

  it.each([
    ['one class', { positives: 0 }],
    ['the other class only', { positives: 1000 }],
    ['fewer rows than the smallest mini-batch', { rows: 99, positives: 50 }],
    ['nothing', { rows: 0, positives: 0 }],
  ])('calls a train part with %s insufficient', async (_, train) => {
    const { effects, run } = await extracted({ train });
    const answer = await dataset({ run }, undefined, effects);
    expect(answer.verdict).toBe('insufficient-data');
    expect(answer.verdict === 'insufficient-data' && answer.reason).toMatch(/train/);
  });

  it("fails without the report, with another batch's, and once the lease is lost", async () => {
    const wrong = await extracted({ batchId: '20260105t101500-0f3a9c21' });
    await expect(dataset({ run: wrong.run }, undefined, wrong.effects)).rejects.toMatchObject({
      name: 'DatasetMissing',
    });
    const { effects, run, storage, leasePlace, clock } = await extracted();
    await storage.delete(bucket, objectKeys.datasetReport(run.batchId));
    await expect(dataset({ run }, undefined, effects)).rejects.toMatchObject({ name: 'DatasetMissing' });
    clock.nowMs += 24 * 3_600_000;
    await takeLease(
      storage,
      leasePlace,
      { runId: 'other', executionArn: 'a', expiresAtMs: clock.nowMs + 1 },
      clock.nowMs,
    );
    await expect(dataset({ run }, undefined, effects)).rejects.toMatchObject({ name: 'LeaseLost' });
  });
});

describe('finish', () => {
  const batchId = '20260105t101500-0f3a9c21';
  const ending = {
    outcome: 'promoted',
    reason: 'best',
    decisionKey: 'd',
    modelName: 'm',
    endpointName: 'e',
    smokeScore: 0.5,
  } as const;

  it('records the outcome and releases the lease, as often as it is asked', async () => {
    const { effects, storage, leasePlace } = fakes();
    const manifest = await stage(storage, 10);
    const { runId } = readyRun(await check(requestOf(manifest), undefined, effects));
    for (let time = 0; time < 2; time++) {
      const outcome = await finish({ batchId: manifest.batchId, attempt: 1, ...ending }, undefined, effects);
      expect(outcome).toEqual({ runId, ...ending, finishedAtMs: startMs });
      expect((await getJson(storage, { bucket, key: objectKeys.runOutcome(runId) }))?.value).toEqual(outcome);
      expect(await leaseHolder(storage, leasePlace, startMs)).toBeUndefined();
    }
  });

  it("leaves another run's lease alone, and needs none", async () => {
    const { effects, storage, leasePlace } = fakes();
    await finish({ batchId, attempt: 1, outcome: 'deferred', reason: 'r' }, undefined, effects);
    await takeLease(
      storage,
      leasePlace,
      { runId: 'other', executionArn: 'a', expiresAtMs: startMs + 1 },
      startMs,
    );
    await finish({ batchId, attempt: 1, outcome: 'deferred', reason: 'r' }, undefined, effects);
    expect((await leaseHolder(storage, leasePlace, startMs))?.runId).toBe('other');
  });

  it.each([
    [JSON.stringify({ errorType: 'BatchRefused', errorMessage: 'rows', trace: ['x'] }), 'BatchRefused: rows'],
    ['plain', 'BatchRefused: plain'],
    ['null', 'BatchRefused: null'],
    ['', 'BatchRefused: '],
  ])('makes one sentence of a failure whose cause is %s', async (Cause, reason) => {
    const { effects } = fakes();
    const failure = { Error: 'BatchRefused', Cause };
    const outcome = await finish({ batchId, attempt: 1, outcome: 'failed', failure }, undefined, effects);
    expect(outcome).toMatchObject({ outcome: 'failed', reason });
  });

  it('cuts a cause that has no end', async () => {
    const { effects } = fakes();
    const failure = { Error: 'X', Cause: 'y'.repeat(30_000) };
    const { reason } = await finish({ batchId, attempt: 1, outcome: 'failed', failure }, undefined, effects);
    expect(reason).toHaveLength(2000);
  });

  it('has no third parameter that a runtime would take for a callback', () => {
    expect([check.length, dataset.length, finish.length].every((length) => length <= 2)).toBe(true);
  });
});

describe('the settings', () => {
  const environment = {
    GROUND_BUCKET: bucket,
    GROUND_TRAINING_IMAGE: 'image',
    GROUND_SAGEMAKER_ROLE_ARN: 'arn:role',
    GROUND_CONFIGURATION: '{}',
  };

  it('are read from the environment', () => {
    expect(readSettings(environment)).toMatchObject({ bucket, trainingImage: 'image', pollSeconds: 30 });
    expect(readSettings({ ...environment, GROUND_POLL_SECONDS: '1' }).pollSeconds).toBe(1);
  });

  it.each([
    { GROUND_POLL_SECONDS: '0' },
    { GROUND_POLL_SECONDS: 'soon' },
    { GROUND_SAGEMAKER_ROLE_ARN: 'role' },
    { GROUND_TRAINING_IMAGE: undefined },
    { GROUND_CONFIGURATION: 'x' },
  ])('refuse %j, naming it', (change) => {
    expect(() => readSettings({ ...environment, ...change })).toThrow(InvalidSettings);
    expect(() => readSettings({ ...environment, ...change })).toThrow(Object.keys(change)[0]!);
  });

  it('refuse a name that nobody knows', () => {
    expect(() => readSettings({ ...environment, GROUND_POL_SECONDS: '1' })).toThrow('GROUND_POLL_SECONDS?');
  });
});

import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import { getJson, leaseHolder, putJson, takeLease } from '@moving-ground/aws-clients/s3';
import { InvalidSettings } from '@moving-ground/configuration';
import { ARTICLE_FEATURES, featureSchemaOf, schemaDocument } from '@moving-ground/feature-schema';
import { objectKeys, runIdOf } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { select, verify } from './handler.ts';
import {
  batchId,
  bucket,
  champion,
  championPlace,
  configuration,
  dataEndMs,
  endpointName,
  fakes,
  job,
  leasePlace,
  request,
  run,
  runId,
  schema,
  selection,
} from './selector-world.fixture.ts';
import { endpointIn } from './fake-sage-maker.fixture.ts';
import { readSettings } from './settings.ts';
import { recordChampion } from './verify/record-champion.ts';

describe("A dataset of another schema than the run's", () => {
  const other = featureSchemaOf({ ...ARTICLE_FEATURES, resolutions: [{ lags: 1, stepSeconds: 2 }] });
  const changed = { ...run, extractArguments: { '--schema': schemaDocument(other) } };

  it('promotes nothing, and nothing is decided', async () => {
    const { effects, storage } = await fakes();
    await expect(select({ ...request, run: changed }, undefined, effects)).rejects.toMatchObject({
      name: 'SchemaDiffers',
      message: expect.stringContaining(`${objectKeys.datasetReport(batchId)} was "${schema.hash}"`) as string,
    });
    expect(await getJson(storage, { bucket, key: objectKeys.runDecision(runId) })).toBeUndefined();
  });

  it('makes no champion: the endpoint is not even asked', async () => {
    const { effects, storage, world } = await fakes({ endpoint: endpointIn('InService', runId) });
    await expect(verify({ run: changed, selection }, undefined, effects)).rejects.toMatchObject({
      name: 'SchemaDiffers',
    });
    expect(world.asked).toEqual([]);
    expect(await getJson(storage, championPlace)).toBeUndefined();
  });

  it('is not guessed where the run does not tell its own', async () => {
    const { effects } = await fakes();
    await expect(
      select({ ...request, run: { ...run, extractArguments: {} } }, undefined, effects),
    ).rejects.toMatchObject({ name: 'InvalidFeatureSchema' });
  });
});

describe('select', () => {
  it('promotes the candidate with the highest lower bound and writes the whole decision', async () => {
    const { effects, storage } = await fakes();
    const answer = await select(request, undefined, effects);
    expect(answer).toMatchObject({
      verdict: 'promote',
      action: 'create',
      modelName: job(2, 0, 0).trainingJobName,
      modelExists: false,
      image: 'linear-learner:1',
      endpointConfigName: runId,
      endpointName,
      decisionKey: objectKeys.runDecision(runId),
      tags: [
        { Key: 'moving-ground:runId', Value: runId },
        { Key: 'moving-ground:schemaHash', Value: schema.hash },
        { Key: 'moving-ground:decisionKey', Value: objectKeys.runDecision(runId) },
      ],
    });
    const record = (await getJson(storage, { bucket, key: answer.decisionKey }))?.value;
    expect(record).toMatchObject({
      decisionVersion: 2,
      seeds: { split: 7, tuning: 1 },
      comparison: { verdict: 'no-champion', rows: 40, challenger: { source: 'artifact', precision: 1 } },
      scores: { key: objectKeys.runTestScores(runId), rows: 40, champion: null },
      runId,
      objective: 'validation:precision',
      verdict: 'promote',
      dataEndMs,
      paperLabel: true,
      policy: configuration.promotion,
      judged: { part: 'validation', rows: 1500 },
      champion: null,
      candidates: [
        { hyperparameters: { l1: '0.1' }, metrics: { 'validation:precision': 0.8 } },
        { metrics: { 'validation:precision': 0.6 } },
      ],
    });
    expect((record as { warnings: string[] }).warnings).toEqual([expect.stringContaining('the first model')]);
    expect((await leaseHolder(storage, leasePlace, 3000))?.runId).toBe(runId);
  });

  it('retains the champion when no candidate passes, and touches nothing', async () => {
    const { effects, storage } = await fakes({
      jobs: [job(1, 1, 0.017), job(2, 0.9, 0.5, { status: 'Failed' })],
    });
    const answer = await select(request, undefined, effects);
    expect(answer).toEqual({
      verdict: 'retain',
      reason: expect.stringContaining('below minRecall') as string,
      decisionKey: objectKeys.runDecision(runId),
    });
    expect((await getJson(storage, { bucket, key: answer.decisionKey }))?.value).toMatchObject({
      promoted: null,
    });
  });

  it('retains a champion that learned from later data, as a run started again by hand meets it', async () => {
    const { effects, storage } = await fakes({ endpoint: endpointIn('InService') });
    await putJson(storage, championPlace, { ...champion, dataEndMs: dataEndMs + 1 });
    expect(await select(request, undefined, effects)).toMatchObject({ verdict: 'retain' });
  });

  it('updates an endpoint in service under a new configuration name, whatever earlier tries made', async () => {
    const { effects, storage } = await fakes({
      endpoint: endpointIn('InService'),
      models: [job(2, 0, 0).trainingJobName],
      configs: [runId, `${runId}-2`],
    });
    await putJson(storage, championPlace, champion);
    expect(await select(request, undefined, effects)).toMatchObject({
      verdict: 'promote',
      action: 'update',
      modelExists: true,
      endpointConfigName: `${runId}-3`,
    });
  });

  it('lets alarms watch the update of an endpoint, and not the making of one', async () => {
    const inService = await fakes({ endpoint: endpointIn('InService') });
    const none = await fakes();
    for (const { effects } of [inService, none])
      Object.assign(effects.settings, { rollbackAlarms: ['errors', 'latency'] });
    expect(await select(request, undefined, inService.effects)).toMatchObject({
      action: 'update',
      isNetworkIsolated: true,
      deployment: {
        BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' } },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }, { AlarmName: 'latency' }] },
      },
    });
    expect(await select(request, undefined, none.effects)).not.toHaveProperty('deployment');
  });

  it.each(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'])(
    'is asked again while the endpoint is %s',
    async (status) => {
      const { effects } = await fakes({ endpoint: endpointIn(status) });
      await expect(select(request, undefined, effects)).rejects.toMatchObject({ name: 'EndpointBusy' });
    },
  );

  it.each(['Failed', 'OutOfService', 'UpdateRollbackFailed'])(
    'fails with advice when the endpoint is %s',
    async (status) => {
      const { effects } = await fakes({ endpoint: endpointIn(status) });
      await expect(select(request, undefined, effects)).rejects.toMatchObject({ name: 'EndpointUnusable' });
      await expect(select(request, undefined, effects)).rejects.toThrow('no memory');
    },
  );

  it('fails when no training job completed, with the reason of the first', async () => {
    const failed = { status: 'Failed', failureReason: 'NaN loss' } as const;
    const { effects } = await fakes({ jobs: [job(1, 0.9, 0.9, failed), job(2, 0.9, 0.9, failed)] });
    await expect(select(request, undefined, effects)).rejects.toMatchObject({ name: 'TuningFailed' });
    await expect(select(request, undefined, effects)).rejects.toThrow('NaN loss');
  });

  it('decides nothing once another run has taken the lease over', async () => {
    const { effects, storage } = await fakes();
    await takeLease(storage, leasePlace, { runId: 'other', executionArn: 'arn', expiresAtMs: 9000 }, 2000);
    await expect(select(request, undefined, effects)).rejects.toMatchObject({ name: 'LeaseLost' });
    expect(await storage.head(bucket, objectKeys.runDecision(runId))).toBeUndefined();
  });

  it('says which document is missing or broken', async () => {
    const { effects, storage } = await fakes();
    await putJson(storage, championPlace, { runId: 1 });
    await expect(select(request, undefined, effects)).rejects.toThrow(objectKeys.champion);
    await storage.delete(bucket, objectKeys.datasetReport(batchId));
    await expect(select(request, undefined, effects)).rejects.toThrow(objectKeys.datasetReport(batchId));
  });
});

describe('verify', () => {
  it('asks for one row of zeros and makes the model the champion', async () => {
    const { effects, storage, world } = await fakes({ endpoint: endpointIn('InService', runId) });
    expect(await verify({ run, selection }, undefined, effects)).toEqual({
      verdict: 'promoted',
      endpointName,
      smokeScore: 0.25,
    });
    expect(world.asked).toEqual(['0,0,0,0,0,0']);
    expect((await getJson(storage, championPlace))?.value).toEqual({
      runId,
      modelName: 'model',
      modelDataUrl: 's3://model',
      endpointName,
      endpointConfigName: runId,
      schemaHash: schema.hash,
      featureDim: 6,
      dataEndMs,
      promotedAtMs: 1000,
    });
    // For whoever wants it back, and so that the endpoint leads to the decision.
    const own = await getJson(storage, { bucket, key: objectKeys.runChampion(runId) });
    expect(own?.value).toEqual((await getJson(storage, championPlace))?.value);
    expect(world.tags.get('arn:endpoint')).toEqual(selection.tags);
  });

  it('deletes what belongs to runs older than the newest ones, and nothing else', async () => {
    const older = Array.from(
      { length: 12 },
      (_, hour) => `2026010${1 + Math.floor(hour / 6)}t0${hour % 6}0000-0f3a9c21`,
    );
    const modelOf = (batch: string) => `${batch}-1-001-abcdef01`;
    const { effects, storage, world } = await fakes({
      endpoint: endpointIn('InService', runId),
      models: ['of-somebody-else', ...older.map(modelOf)],
      configs: ['of-somebody-else', runId, ...older.map((batch) => `${batch}-1`)],
    });
    for (const batch of older) {
      await storage.put(bucket, objectKeys.datasetFile(batch, 'train', 0), '');
      await storage.put(bucket, `${objectKeys.models(runIdOf(batch, 1))}job/output/model.tar.gz`, '');
      await storage.put(bucket, objectKeys.manifest(batch), '');
    }
    await verify({ run, selection }, undefined, effects);
    const keys = (await Array.fromAsync(storage.list(bucket, ''))).map(({ key }) => key);
    const batches = (prefix: string) => [
      ...new Set(
        keys
          .filter((key) => key.startsWith(prefix))
          .map((key) => key.slice(prefix.length, prefix.length + 24)),
      ),
    ];
    // Ten are kept: of the datasets nine and this run's own.
    expect(batches('datasets/')).toEqual([...older.slice(3), batchId]);
    expect(batches('staging/')).toEqual(older.slice(2));
    expect(batches('models/2')).toHaveLength(10);
    expect(keys).toContain(objectKeys.champion);
    expect(world.models).toEqual(['of-somebody-else', ...older.slice(2).map(modelOf)]);
    expect(world.configs).toEqual([
      'of-somebody-else',
      runId,
      ...older.slice(3).map((batch) => `${batch}-1`),
    ]);
  });

  it('promotes also when old runs cannot be deleted', async () => {
    const { effects } = await fakes({ endpoint: endpointIn('InService', runId) });
    const sageMaker = { ...effects.sageMaker, modelNames: () => Promise.reject(new Error('throttled')) };
    expect((await verify({ run, selection }, undefined, { ...effects, sageMaker })).verdict).toBe('promoted');
  });

  it.each([
    ['in service with the old configuration', { endpoint: endpointIn('InService') }],
    ['not in service', { endpoint: endpointIn('Failed', runId) }],
    ['missing', { endpoint: undefined }],
    ['answering no JSON', { endpoint: endpointIn('InService', runId), answer: '<html>' }],
    ['answering no score', { endpoint: endpointIn('InService', runId), answer: '{"predictions":[{}]}' }],
    [
      'answering a score that is no number',
      {
        endpoint: endpointIn('InService', runId),
        answer: '{"predictions":[{"score":null,"predicted_label":0}]}',
      },
    ],
    [
      'answering for two rows',
      {
        endpoint: endpointIn('InService', runId),
        answer: '{"predictions":[{"score":1,"predicted_label":1},{"score":1,"predicted_label":1}]}',
      },
    ],
  ])('refuses an endpoint %s, and the champion stays', async (_, world) => {
    const { effects, storage } = await fakes(world);
    await putJson(storage, championPlace, champion);
    await expect(verify({ run, selection }, undefined, effects)).rejects.toMatchObject({
      name: 'EndpointNotVerified',
    });
    expect((await getJson(storage, championPlace))?.value).toEqual(champion);
  });

  it('puts back what served before when the new model gives no score', async () => {
    const { effects, storage, world } = await fakes({
      endpoint: endpointIn('InService', runId),
      answer: '{"predictions":[]}',
    });
    await putJson(storage, championPlace, champion);
    await expect(verify({ run, selection }, undefined, effects)).rejects.toThrow(
      `the champion's configuration ${champion.endpointConfigName} was put back`,
    );
    expect(world.updatingTo).toBe(champion.endpointConfigName);
  });

  it('has nothing to put back for a first model that gives no score', async () => {
    const { effects, world } = await fakes({ endpoint: endpointIn('InService', runId), answer: '{}' });
    await expect(verify({ run, selection }, undefined, effects)).rejects.toThrow(
      'there is no champion to put back',
    );
    expect(world.updatingTo).toBeUndefined();
  });

  it('never puts an older batch in the place of a newer champion', async () => {
    const { effects, storage } = await fakes({ endpoint: endpointIn('InService', runId) });
    const newer = { ...champion, dataEndMs: dataEndMs + 1 };
    await putJson(storage, championPlace, newer);
    await expect(verify({ run, selection }, undefined, effects)).rejects.toThrow('learned from later data');
    expect((await getJson(storage, championPlace))?.value).toEqual(newer);
  });

  it('verifies nothing once another run has taken the lease over', async () => {
    const { effects, storage } = await fakes({ endpoint: endpointIn('InService', runId) });
    await takeLease(storage, leasePlace, { runId: 'other', executionArn: 'arn', expiresAtMs: 9000 }, 2000);
    await expect(verify({ run, selection }, undefined, effects)).rejects.toMatchObject({ name: 'LeaseLost' });
  });

  it('has no third parameter that a runtime would take for a callback', () => {
    expect([select.length, verify.length].every((length) => length <= 2)).toBe(true);
  });
});

describe('the champion', () => {
  it('is the one with the latest data in every interleaving of its writers', async () => {
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(ends, fc.scheduler(), async (dataEnds, scheduler) => {
        const memory = createInMemoryStorage();
        const storage = {
          ...memory,
          get: scheduler.scheduleFunction(memory.get),
          put: scheduler.scheduleFunction(memory.put),
        };
        const writers = dataEnds.map((end) =>
          recordChampion(storage, bucket, { ...champion, runId: `run-${end}`, dataEndMs: end }),
        );
        await scheduler.waitFor(Promise.all(writers));
        expect((await getJson(memory, championPlace))?.value).toMatchObject({
          dataEndMs: Math.max(...dataEnds),
        });
      }),
    );
  });

  it('of another endpoint does not stand in the way', async () => {
    const storage = createInMemoryStorage();
    await putJson(storage, championPlace, {
      ...champion,
      endpointName: 'elsewhere',
      dataEndMs: dataEndMs * 2,
    });
    expect(await recordChampion(storage, bucket, champion)).toEqual(champion);
  });
});

describe('the settings', () => {
  it('are read from the environment, and refuse what is missing, broken or unknown', () => {
    const environment = { GROUND_BUCKET: bucket, GROUND_CONFIGURATION: '{"promotion":{"minSupport":5}}' };
    expect(readSettings(environment).configuration.promotion.minSupport).toBe(5);
    expect(readSettings({ ...environment, GROUND_ROLLBACK_ALARMS: 'a,b' }).rollbackAlarms).toEqual([
      'a',
      'b',
    ]);
    expect(readSettings(environment).rollbackAlarms).toEqual([]);
    expect(() => readSettings({ ...environment, GROUND_CONFIGURATION: '{' })).toThrow(InvalidSettings);
    expect(() => readSettings({ GROUND_CONFIGURATION: '{}' })).toThrow('GROUND_BUCKET');
    expect(() => readSettings({ ...environment, GROUND_CONFIGURATION: '{"promotions":{}}' })).toThrow(
      'promotion?',
    );
    expect(() => readSettings({ ...environment, GROUND_BUKET: 'x' })).toThrow('GROUND_BUCKET?');
  });
});

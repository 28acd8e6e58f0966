import { getJson, leaseHolder, putJson, releaseLease, takeLease } from '@moving-ground/aws-clients/s3';
import { objectKeys, type Champion } from '@moving-ground/run';
import { beforeEach, describe, expect, it } from 'vitest';
import { endpointIn } from '../fake-sage-maker.fixture.ts';
import {
  bucket,
  champion,
  championPlace,
  championRun,
  endpointName,
  fakes,
  leasePlace,
  runId,
  selection,
  type Fakes,
} from '../selector-world.fixture.ts';
import { putBack } from './put-back.ts';
import type { RollbackEffects } from './rollback-effects.ts';

/** The champion of now; the other one was it before. */
const present: Champion = {
  ...champion,
  runId,
  modelName: selection.modelName,
  endpointConfigName: runId,
  dataEndMs: champion.dataEndMs + 1,
};

let world: Fakes;
let told: string[];
let slept: number;
let effects: RollbackEffects;

beforeEach(async () => {
  world = await fakes({
    endpoint: endpointIn('InService', runId),
    models: ['earlier', 'model'],
    configs: [runId, 'earlier-config'],
  });
  const { storage } = world;
  await storage.delete(bucket, leasePlace.key);
  await putJson(storage, championPlace, present);
  await putJson(storage, { bucket, key: objectKeys.runChampion(championRun) }, champion);
  told = [];
  slept = 0;
  effects = {
    storage,
    bucket,
    sageMaker: world.effects.sageMaker,
    runtime: world.effects.runtime,
    now: () => 5000,
    sleep: async () => {
      if (++slept > 100) throw new Error('it waits for ever');
    },
    tell: (line) => told.push(line),
  };
});

const championNow = async () => (await getJson(world.storage, championPlace))?.value;
const rollback = () => putBack(championRun, 'it loses money', effects);

/** Nothing was changed, and nothing is held. */
async function expectUntouched(): Promise<void> {
  expect(await championNow()).toEqual(present);
  expect(world.world.endpoint?.endpointConfigName).toBe(runId);
  expect(world.world.configs).toHaveLength(2);
  expect((await leaseHolder(world.storage, leasePlace, 5000))?.runId).not.toBe(`rollback-to-${championRun}`);
}

describe('a rollback', () => {
  it('serves the earlier model on what the endpoint runs on now, and makes it the champion', async () => {
    const record = await rollback();
    expect(world.world.endpoint).toMatchObject({
      status: 'InService',
      endpointConfigName: 'earlier-config-2',
    });
    expect([...world.world.tags.keys()]).toEqual(['config earlier-config-2 of earlier', 'arn:endpoint']);
    expect(world.world.tags.get('arn:endpoint')).toContainEqual({
      Key: 'moving-ground:decisionKey',
      Value: objectKeys.runDecision(championRun),
    });
    expect(await championNow()).toEqual({
      ...champion,
      endpointConfigName: 'earlier-config-2',
      promotedAtMs: 5000,
      putBack: { atMs: 5000, inPlaceOf: runId },
    });
    const stored = await getJson(world.storage, { bucket, key: objectKeys.runRollback(championRun, 5000) });
    expect(stored?.value).toEqual(record);
    expect(record).toMatchObject({
      by: 'a person',
      why: 'it loses money',
      inPlaceOf: { runId, modelName: selection.modelName },
      smokeScore: 0.25,
    });
    expect(world.world.asked).toEqual(['0,0,0,0,0,0']);
    expect(slept).toBeGreaterThan(0);
    expect(await leaseHolder(world.storage, leasePlace, 5000)).toBeUndefined();
  });

  it('can be taken back itself', async () => {
    await rollback();
    await putJson(world.storage, { bucket, key: objectKeys.runChampion(runId) }, present);
    await putBack(runId, '', effects);
    expect(await championNow()).toMatchObject({ runId, putBack: { inPlaceOf: championRun } });
  });

  it('warns of other columns', async () => {
    await putJson(world.storage, championPlace, { ...present, schemaHash: 'new' });
    await rollback();
    expect(told[0]).toContain('was trained on other columns');
  });

  it('is refused for a run that never was champion, with those that were', async () => {
    const other = championRun.replace(/-1$/, '-2');
    await expect(putBack(other, '', effects)).rejects.toMatchObject({
      name: 'RollbackRefused',
      message: `run ${other} never was champion. These were, the newest last: ${championRun}`,
    });
    await expectUntouched();
  });

  it('is refused when the model is gone', async () => {
    world.world.models.shift();
    await expect(rollback()).rejects.toThrow('model earlier of run');
    await expectUntouched();
  });

  it('is refused for the champion itself, and for another endpoint', async () => {
    await putJson(world.storage, { bucket, key: objectKeys.runChampion(runId) }, present);
    await expect(putBack(runId, '', effects)).rejects.toThrow('is the champion already');
    await putJson(
      world.storage,
      { bucket, key: objectKeys.runChampion(championRun) },
      { ...champion, endpointName: 'x' },
    );
    await expect(rollback()).rejects.toThrow('was champion of endpoint x');
    await expectUntouched();
  });

  it('waits for the run that has the endpoint in its hand, and is next', async () => {
    const lease = { runId: 'busy', executionArn: 'arn', expiresAtMs: 9000 };
    await takeLease(world.storage, leasePlace, lease, 5000);
    const sleep = async (): Promise<void> => {
      if (++slept === 3) await releaseLease(world.storage, leasePlace, 'busy');
    };
    await putBack(championRun, '', { ...effects, sleep });
    expect(told[0]).toBe('waiting for run busy, which has the endpoint in its hand');
    expect(told).toHaveLength(2);
    expect(await championNow()).toMatchObject({ runId: championRun });
  });

  it('does not wait for ever', async () => {
    const lease = { runId: 'busy', executionArn: 'arn', expiresAtMs: 1e15 };
    await putJson(world.storage, leasePlace, lease);
    let nowMs = 0;
    const sleep = async (): Promise<void> => void (nowMs += 600_000);
    await expect(putBack(championRun, '', { ...effects, now: () => nowMs, sleep })).rejects.toThrow(
      'still in the hand of run busy',
    );
    await expectUntouched();
  });

  it('is refused while the endpoint is changing', async () => {
    world.world.endpoint = endpointIn('Updating', runId);
    await expect(rollback()).rejects.toThrow(`endpoint ${endpointName} is Updating`);
    await expectUntouched();
  });

  it('is refused where there is no champion at all', async () => {
    await world.storage.delete(bucket, championPlace.key);
    await expect(rollback()).rejects.toThrow('there is no champion yet');
  });

  it('fails, the champion as it was, when the service rolls the update back itself', async () => {
    const sageMaker = {
      ...effects.sageMaker,
      updateEndpoint: async () => {
        world.world.endpoint = endpointIn('RollingBack', runId);
        world.world.updatingTo = runId;
      },
    };
    await expect(putBack(championRun, '', { ...effects, sageMaker })).rejects.toMatchObject({
      name: 'RollbackFailed',
      message: expect.stringContaining(
        `should serve earlier-config-2, it is InService with ${runId}`,
      ) as string,
    });
    expect(await championNow()).toEqual(present);
    expect(await leaseHolder(world.storage, leasePlace, 5000)).toBeUndefined();
  });

  it('never writes over a champion that somebody else has written meanwhile', async () => {
    const newer = { ...present, runId: 'newer' };
    const runtime = {
      invoke: async () => {
        await putJson(world.storage, championPlace, newer);
        return new TextEncoder().encode('{"predictions":[{"score":0.5,"predicted_label":1}]}');
      },
    };
    await expect(putBack(championRun, '', { ...effects, runtime })).rejects.toThrow(
      'written by somebody else',
    );
    expect(await championNow()).toEqual(newer);
  });
});

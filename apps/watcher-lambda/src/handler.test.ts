import { InvalidSettings } from '@moving-ground/configuration';
import { getJson } from '@moving-ground/aws-clients/s3';
import { objectKeys, runIdOf } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweep, watch } from './handler.ts';
import { readSettings } from './settings.ts';
import { UnknownEvent } from './watch/arrived-objects.ts';
import { batchA, batchB, bucket, created, fakes, notified } from './watcher.fixture.ts';

describe('watch', () => {
  it('starts the run of a manifest, named after it, and records it', async () => {
    const { effects, executions, storage } = fakes();
    const answer = await watch(created(objectKeys.manifest(batchA)), undefined, effects);
    expect(answer).toEqual({ started: [`${batchA}-1`], ignored: 0 });
    expect([...executions]).toEqual([[`${batchA}-1`, { batchId: batchA, attempt: 1 }]]);
    const record = await getJson(storage, { bucket, key: objectKeys.runStarted(runIdOf(batchA, 1)) });
    expect(record?.value).toEqual({ runId: `${batchA}-1`, startedAtMs: 1_000_000, startedBy: 'event' });
  });

  it('reads every record of a notification, and their encoding', async () => {
    const { effects, executions } = fakes();
    const encoded = encodeURIComponent(objectKeys.manifest(batchB));
    const answer = await watch(notified(objectKeys.manifest(batchA), 'a+b%20c', encoded), undefined, effects);
    expect(answer.ignored).toBe(1);
    expect([...executions.keys()]).toEqual([`${batchA}-1`, `${batchB}-1`]);
  });

  it('starts each batch once whatever is repeated, reordered or delivered at the same time', async () => {
    const events = [batchA, batchB].map((batch) => created(objectKeys.manifest(batch)));
    const deliveries = fc.shuffledSubarray([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(deliveries, fc.boolean(), async (order, atOnce) => {
        const { effects, executions } = fakes();
        const deliver = (index: number) => watch(events[index], undefined, effects);
        if (atOnce) await Promise.all(order.map(deliver));
        else for (const index of order) await deliver(index);
        expect(executions.size).toBe(new Set(order).size);
      }),
    );
  });

  it.each([undefined, null, 'text', {}, { Records: [{}] }, { detail: {} }])(
    'refuses what is no S3 event: %j',
    async (event) => {
      const { effects } = fakes();
      await expect(watch(event, undefined, effects)).rejects.toThrow(UnknownEvent);
    },
  );

  it('takes the notification of its own set-up for nothing', async () => {
    const { effects } = fakes();
    const event = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: bucket };
    expect(await watch(event, undefined, effects)).toEqual({ started: [], ignored: 0 });
  });

  it('fails, to be delivered again, when the execution cannot be started, and leaves no record', async () => {
    const { effects, storage } = fakes();
    const broken = { ...effects, executions: { start: () => Promise.reject(new Error('throttled')) } };
    await expect(watch(created(objectKeys.manifest(batchA)), undefined, broken)).rejects.toThrow('throttled');
    expect(await storage.head(bucket, objectKeys.runStarted(`${batchA}-1`))).toBeUndefined();
  });

  it('has no third parameter that a runtime would take for a callback', () => {
    expect([watch.length, sweep.length].every((length) => length <= 2)).toBe(true);
  });
});

describe('sweep', () => {
  it('starts what no event told of, once, and nothing that has a record', async () => {
    const { effects, executions, storage } = fakes();
    await storage.put(bucket, objectKeys.manifest(batchA), '{}');
    await storage.put(bucket, objectKeys.transactions(batchA), 'x');
    await storage.put(bucket, objectKeys.manifest(batchB), '{}');
    await storage.put(bucket, 'staging/odd/manifest.json', '{}');
    await watch(created(objectKeys.manifest(batchB)), undefined, effects);
    expect(await sweep({}, undefined, effects)).toEqual({ started: [`${batchA}-1`] });
    expect(await sweep({}, undefined, effects)).toEqual({ started: [] });
    expect(executions.size).toBe(2);
  });

  it('leaves manifests alone that are older than a day', async () => {
    const { effects, storage, clock } = fakes();
    await storage.put(bucket, objectKeys.manifest(batchA), '{}');
    clock.nowMs += 24 * 3_600_000 + 1;
    expect(await sweep({}, undefined, effects)).toEqual({ started: [] });
    clock.nowMs -= 1;
    expect(await sweep({}, undefined, effects)).toEqual({ started: [`${batchA}-1`] });
  });
});

describe('the settings', () => {
  const environment = { GROUND_BUCKET: 'ground', GROUND_STATE_MACHINE_ARN: 'arn:machine', HOME: '/' };

  it('are read from the environment', () => {
    expect(readSettings(environment)).toEqual({
      bucket: 'ground',
      stateMachineArn: 'arn:machine',
      logLevel: 'info',
    });
  });

  it('refuse what is missing, wrong or unknown, with the nearest name', () => {
    expect(() => readSettings({ ...environment, GROUND_BUCKET: undefined })).toThrow(InvalidSettings);
    expect(() => readSettings({ ...environment, GROUND_STATE_MACHINE_ARN: 'x' })).toThrow(
      'GROUND_STATE_MACHINE_ARN',
    );
    expect(() => readSettings({ ...environment, GROUND_BUCKETS: 'x' })).toThrow('GROUND_BUCKET?');
  });
});

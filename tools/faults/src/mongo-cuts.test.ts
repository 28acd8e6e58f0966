import type { MarketStore } from '@moving-ground/market';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cutEverywhere } from './mongo-cuts.ts';
import { groupOfSecond, MongoTrial } from './mongo-trial.ts';

const uri = process.env['MONGODB_URI'];
const PATIENCE_MS = 300_000;
/** A fair sample: no reply is shorter than 16 bytes. The slow tests cut behind every byte. */
const STEP = 11;

describe.skipIf(uri === undefined)('talk with the MongoDB server of MONGODB_URI, cut short', () => {
  let disturbed: MongoTrial;
  let undisturbed: MongoTrial;
  let store: MarketStore;
  let other: MarketStore;

  beforeEach(async () => {
    disturbed = await MongoTrial.at(uri ?? '');
    undisturbed = await MongoTrial.at(uri ?? '');
    store = await disturbed.open();
    other = await undisturbed.open();
  });

  afterEach(async () => {
    await disturbed.end();
    await undisturbed.end();
  }, PATIENCE_MS);

  it.each([
    { direction: 'reply', from: 0, step: STEP },
    { direction: 'request', from: 0, step: STEP * 25 },
  ] as const)(
    'a group is there once, wherever a $direction of its recording is cut',
    async (cuts) => {
      const record = (second: number) => store.record(groupOfSecond(second));
      const cut = await cutEverywhere(disturbed, store, record, cuts);
      const seconds = cut.bytes / cuts.step + 1;
      for (let second = 0; second < seconds; second++) await other.record(groupOfSecond(second));
      // Both the acknowledging write was met, and those that bring it into the collections.
      expect(cut.unanswered).toBeGreaterThan(1);
      expect(cut.owed).toBeGreaterThan(1);
      expect(await store.counts()).toEqual(await other.counts());
      expect(await disturbed.kept()).toEqual(await undisturbed.kept());
    },
    PATIENCE_MS,
  );

  it(
    'a batch is marked whole or not at all, wherever its marking is cut',
    async () => {
      for (let second = 0; second < 40; second++) await store.record(groupOfSecond(second));
      const ids = (await store.unexported(99)).map(({ id }) => id);
      const batch = (attempt: number) => ids.slice(attempt * 2, attempt * 2 + 2);
      const name = (attempt: number) => `20260105t100005-${String(attempt).padStart(8, '0')}`;
      const mark = (attempt: number) => store.markExported(name(attempt), batch(attempt));
      const lost = await cutEverywhere(disturbed, store, mark, {
        direction: 'reply',
        from: 0,
        step: STEP * 4,
      });
      expect(lost.owed).toBeGreaterThan(0);
      const marked = lost.bytes / (STEP * 4) + 1;
      expect(await store.counts()).toMatchObject({ completed: 76, unexported: 76 - 2 * marked });
      const { orders = [] } = await disturbed.kept();
      const batches = new Map(orders.map((order) => [order['_id'], order['batchId']]));
      for (let at = 0; at < marked; at++) {
        expect(batch(at).map((id) => batches.get(id))).toEqual([name(at), name(at)]);
      }
    },
    PATIENCE_MS,
  );
});

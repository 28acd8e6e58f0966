import { StoreUnreachable } from '@moving-ground/market';
import { NotMarkable } from '@moving-ground/mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupOfSecond, MongoTrial, untilAnswered } from './mongo-trial.ts';

const uri = process.env['MONGODB_URI'];
const PATIENCE_MS = 120_000;

describe.skipIf(uri === undefined)('the MongoDB store of MONGODB_URI behind a bad network', () => {
  let trial: MongoTrial;

  beforeEach(async () => {
    trial = await MongoTrial.at(uri ?? '');
  });

  afterEach(async () => {
    await trial.end();
  }, PATIENCE_MS);

  it(
    'away for many times what a call waits: every call is unanswered, and the same store goes on after',
    async () => {
      const store = await trial.open({ unreachableMs: 100 });
      await store.record(groupOfSecond(0));
      await trial.proxy.down();
      const calls = [
        () => store.record(groupOfSecond(1)),
        () => store.openOrders(),
        () => store.unexported(9),
        () => store.lastTick(),
        () => store.lastOrder(),
        () => store.countOpenAt(0, 1),
        () => store.counts(),
        () => store.markExported('20260105t100005-00000001', ['1-0']),
        () => store.prune(1, 1),
        () => store.tryLock(),
        () => store.ticksBetween(0, 1)[Symbol.asyncIterator]().next(),
      ];
      for (const call of calls) {
        const error: unknown = await call().catch((caught: unknown) => caught);
        expect(error, String(call)).toBeInstanceOf(StoreUnreachable);
        expect(String(error)).not.toMatch(/127\.0\.0\.1|localhost|mongodb:/);
      }
      await trial.proxy.up();
      await untilAnswered(() => store.record(groupOfSecond(1)));
      expect(await store.counts()).toEqual({ ticks: 8, openOrders: 4, completed: 0, unexported: 0 });
    },
    PATIENCE_MS,
  );

  it(
    'silent: a call ends unanswered, and what arrives late changes nothing',
    async () => {
      const store = await trial.open({ unreachableMs: 200, answerMs: 200 });
      await store.record(groupOfSecond(0));
      trial.proxy.blackhole();
      await expect(store.record(groupOfSecond(1))).rejects.toThrow(StoreUnreachable);
      await expect(store.record(groupOfSecond(2))).rejects.toThrow(StoreUnreachable);
      trial.proxy.clear();
      for (const second of [1, 2, 3]) await untilAnswered(() => store.record(groupOfSecond(second)));
      expect(await store.counts()).toEqual({ ticks: 16, openOrders: 4, completed: 4, unexported: 4 });
    },
    PATIENCE_MS,
  );

  it(
    'what the server refuses for good is never called unanswered',
    async () => {
      const store = await trial.open();
      await expect(store.markExported('20260105t100005-00000001', ['1-0'])).rejects.toThrow(NotMarkable);
    },
    PATIENCE_MS,
  );

  it(
    'the holder of the lock that cannot renew it loses it, and what it has yet to send is never written',
    async () => {
      const timing = { unreachableMs: 100, answerMs: 100, beatMs: 20, lostAfterMs: 400 };
      const store = await trial.open(timing);
      const lock = await store.tryLock();
      await store.record(groupOfSecond(0));
      await trial.proxy.down();
      expect((await lock?.lost)?.name).toBe('WriterLockLost');
      await trial.proxy.up();
      const again = untilAnswered(() => store.record(groupOfSecond(1)));
      await expect(again).rejects.toMatchObject({ name: 'WriterLockLost' });
      expect((await trial.kept())['ticks']).toHaveLength(4);
    },
    PATIENCE_MS,
  );
});

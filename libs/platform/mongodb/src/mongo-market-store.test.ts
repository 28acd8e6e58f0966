import { completedOrder, describeMarketStore, openOrder, storedTick } from '@moving-ground/market/contract';
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { WriteDocument } from './documents.ts';
import { StoreRefused, StoreUnavailable } from './errors.ts';
import { openMongoMarketStore } from './open-mongo-market-store.ts';

const uri = process.env['MONGODB_URI'];

describe.skipIf(uri === undefined)('with the server of MONGODB_URI', () => {
  let database = '';

  beforeEach(() => {
    database = `ground-test-${randomUUID()}`;
  });

  describeMarketStore('MongoMarketStore', () => openMongoMarketStore(uri ?? '', { database }));

  it('is the database that the address names', async () => {
    const named = await openMongoMarketStore(`${uri?.replace(/\/[^/]*$/, '')}/${database}?appName=ground`);
    await named.record({ ticks: [storedTick(0)], opened: [], completed: [] });
    await named.close();
    const store = await openMongoMarketStore(uri ?? '', { database });
    expect((await store.counts()).ticks).toBe(1);
    await store.close();
  });

  it('brings in at the next opening what a crash left acknowledged and half brought in', async () => {
    const order = openOrder(0);
    const group = {
      ticks: [storedTick(0), storedTick(1)],
      opened: [order],
      completed: [completedOrder(order, 9)],
    };
    const client = new MongoClient(uri ?? '', { retryWrites: false });
    const collections = client.db(database);
    const write = { _id: 'last', writer: 'crashed', number: 7, work: { group } } as const;
    await collections.collection<WriteDocument>('groups').insertOne(write);
    await client.close();
    const store = await openMongoMarketStore(uri ?? '', { database });
    expect(await store.counts()).toEqual({ ticks: 2, openOrders: 0, completed: 1, unexported: 1 });
    expect(await store.unexported(9)).toEqual([completedOrder(order, 9)]);
    await store.close();
  });

  it('prunes no more than asked for, in more than one delete', async () => {
    const store = await openMongoMarketStore(uri ?? '', { database });
    const ticks = Array.from({ length: 2_600 }, (_, i) => storedTick(i));
    await store.record({ ticks, opened: [], completed: [] });
    expect(await store.prune(storedTick(2_599).timeMs, 2_300)).toBe(2_300);
    expect(await store.prune(storedTick(2_599).timeMs, 2_300)).toBe(299);
    expect(await store.lastTick()).toEqual(storedTick(2_599));
    expect((await store.counts()).ticks).toBe(1);
    await store.close();
  });

  it('refuses for good a group that no document can hold, and takes the next', async () => {
    const store = await openMongoMarketStore(uri ?? '', { database });
    const huge = { ...openOrder(0), id: 'x'.repeat(17 * 1024 * 1024) };
    const recording = store.record({ ticks: [], opened: [huge], completed: [] });
    await expect(recording).rejects.toThrow(StoreRefused);
    await store.record({ ticks: [storedTick(0)], opened: [], completed: [] });
    expect((await store.counts()).ticks).toBe(1);
    await store.close();
  });
});

it('a server that is away is told in a sentence without its password', async () => {
  const away = 'mongodb://user:hunter2@127.0.0.1:1/';
  const opening = openMongoMarketStore(away, { unreachableMs: 200 });
  await expect(opening).rejects.toThrow(StoreUnavailable);
  await expect(opening).rejects.toThrow('check MONGODB_URI and the server');
  await expect(opening).rejects.not.toThrow('hunter2');
});

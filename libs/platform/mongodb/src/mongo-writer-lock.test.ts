import type { MarketStore } from '@moving-ground/market';
import { storedTick } from '@moving-ground/market/contract';
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LockDocument } from './documents.ts';
import { WriterLockLost } from './errors.ts';
import { openMongoMarketStore, type MongoStoreOptions } from './open-mongo-market-store.ts';

const uri = process.env['MONGODB_URI'];
/** Time moves only where a test moves it: beats come every 20 ms of real time, everything else is told. */
const SECONDS = 1_000;
const DURATIONS = { beatMs: 20, lostAfterMs: 10 * SECONDS, takeOverAfterMs: 15 * SECONDS };
const group = (offsetMs: number) => ({ ticks: [storedTick(offsetMs)], opened: [], completed: [] });
const PATIENCE = { timeout: 20_000, interval: 10 };

describe.skipIf(uri === undefined)('the lock, with the server of MONGODB_URI', () => {
  let database = '';
  let opened: MarketStore[] = [];
  let client: MongoClient;

  beforeEach(() => {
    database = `ground-lock-${randomUUID()}`;
    client = new MongoClient(uri ?? '');
  });

  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    opened = [];
    await client.db(database).dropDatabase();
    await client.close();
  });

  async function open(options: MongoStoreOptions): Promise<MarketStore> {
    const store = await openMongoMarketStore(uri ?? '', { database, ...DURATIONS, ...options });
    opened.push(store);
    return store;
  }

  const locks = () => client.db(database).collection<LockDocument>('locks');
  const beat = async () => (await locks().findOne({ _id: 'writer' }))?.beat ?? 0;

  it('passes over from a holder whose beat does not move, after 15 s of the waiting clock', async () => {
    await locks().insertOne({ _id: 'writer', holder: 'dead', beat: 41 });
    let now = 0;
    const store = await open({ clock: () => now });
    expect(await store.tryLock()).toBeUndefined();
    now = 14_999;
    expect(await store.tryLock()).toBeUndefined();
    now = 15_000;
    expect(await store.tryLock()).toBeDefined();
  });

  it('counts the wait anew whenever the beat has moved', async () => {
    await locks().insertOne({ _id: 'writer', holder: 'slow', beat: 1 });
    let now = 0;
    const store = await open({ clock: () => now });
    for (const beatNow of [2, 3, 4]) {
      expect(await store.tryLock()).toBeUndefined();
      now += 14_000;
      expect(await store.tryLock()).toBeUndefined();
      await locks().updateOne({ _id: 'writer' }, { $set: { beat: beatNow } });
    }
    expect(await store.tryLock()).toBeUndefined();
    now += 15_000;
    expect(await store.tryLock()).toBeDefined();
  });

  it('is kept by a holder whose clock is years away from that of the waiting one', async () => {
    const started = performance.now();
    const holder = await open({ clock: () => performance.now() - started - 1e12 });
    expect(await holder.tryLock()).toBeDefined();
    let now = 1e12;
    const waiting = await open({ clock: () => now });
    for (let round = 0; round < 5; round++) {
      expect(await waiting.tryLock()).toBeUndefined();
      const before = await beat();
      await vi.waitUntil(async () => (await beat()) > before, PATIENCE);
      now += 1e9;
    }
    await expect(waiting.record(group(1))).rejects.toThrow(WriterLockLost);
    await holder.record(group(0));
    expect((await holder.counts()).ticks).toBe(1);
  });

  it('is lost by a holder that stood still, which then writes nothing', async () => {
    let now = 0;
    const store = await open({ clock: () => now, beatMs: 3_600_000 });
    const lock = await store.tryLock();
    await store.record(group(0));
    now = 9_999;
    await store.record(group(1));
    now = 10_000;
    await expect(store.record(group(2))).rejects.toThrow(WriterLockLost);
    await expect(store.markExported('20260105t100005-00000001', [])).rejects.toThrow(WriterLockLost);
    await expect(store.prune(1e15, 9)).rejects.toThrow(WriterLockLost);
    await expect(store.tryLock()).rejects.toThrow(WriterLockLost);
    expect(await lock?.lost).toBeInstanceOf(WriterLockLost);
    expect((await store.counts()).ticks).toBe(2);
  });

  it('is told as lost by a timer also when nothing is written', async () => {
    const store = await open({ beatMs: 3_600_000, lostAfterMs: 300 });
    const lock = await store.tryLock();
    expect(await lock?.lost).toBeInstanceOf(WriterLockLost);
  });

  it('is lost by its holder at the first beat that finds another in its place', async () => {
    const store = await open({});
    const lock = await store.tryLock();
    await locks().updateOne({ _id: 'writer' }, { $set: { holder: 'another' } });
    expect((await lock?.lost)?.message).toContain('another process has taken it over');
    await expect(store.record(group(0))).rejects.toThrow(WriterLockLost);
  });

  it('once passed over, the server itself refuses what its holder before still sends', async () => {
    const stalled = await open({ clock: () => 0, beatMs: 3_600_000 });
    const lock = await stalled.tryLock();
    await stalled.record(group(0));
    let now = 0;
    const next = await open({ clock: () => now });
    expect(await next.tryLock()).toBeUndefined();
    now = 15_000;
    expect(await next.tryLock()).toBeDefined();
    // Its clock stands at 0: nothing on its own side stops it.
    await expect(stalled.record(group(1))).rejects.toThrow(WriterLockLost);
    expect(await lock?.lost).toBeInstanceOf(WriterLockLost);
    await next.record(group(2));
    expect((await next.counts()).ticks).toBe(2);
  });

  it('goes to the next at once when it is released, or its store closed', async () => {
    const [first, second, third] = [await open({}), await open({}), await open({})];
    const lock = await first.tryLock();
    expect(await second.tryLock()).toBeUndefined();
    await lock?.release();
    expect(await second.tryLock()).toBeDefined();
    expect(await first.tryLock()).toBeUndefined();
    await second.close();
    expect(await third.tryLock()).toBeDefined();
  });

  it('goes to exactly one of many that ask together', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => open({})));
    const given = await Promise.all(stores.map((store) => store.tryLock()));
    expect(given.filter((lock) => lock !== undefined)).toHaveLength(1);
  });

  it('leaves what a dead holder left half brought in to whoever takes it over', async () => {
    await locks().insertOne({ _id: 'writer', holder: 'dead', beat: 1 });
    const write = { _id: 'last', writer: 'dead', number: 3, work: { group: group(0) } } as const;
    await client.db(database).collection<typeof write>('groups').insertOne(write);
    let now = 0;
    const store = await open({ clock: () => now });
    expect((await store.counts()).ticks).toBe(0);
    expect(await store.tryLock()).toBeUndefined();
    now = 15_000;
    expect(await store.tryLock()).toBeDefined();
    expect((await store.counts()).ticks).toBe(1);
  });
});

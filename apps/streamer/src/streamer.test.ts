import type { MarketStore } from '@moving-ground/market';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BatchConflict, type BatchObjects } from './deliver-batch.ts';
import { GROUP_LIMITS } from './group-writer.ts';
import type { Streamer, StreamerEnd, StreamerParts } from './streamer.ts';
import {
  configuration,
  END_OF_LIST,
  exportedIds,
  ListedObjects,
  ListFeed,
  swinging,
  trialStreamer,
  type Line,
} from './trial-streamer.ts';

let folder: string;
let lines: Line[];
let stores = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-streamer-'));
  lines = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function freshPath(): string {
  return join(folder, `market-${stores++}.db`);
}

function streamer(changes: Partial<StreamerParts> & { store: MarketStore }): Promise<Streamer> {
  return trialStreamer(changes, lines);
}

/** One process: opens the store, runs to the end, closes the store. */
async function run(path: string, changes: Partial<StreamerParts> = {}): Promise<StreamerEnd> {
  const store = changes.store ?? openSqliteMarketStore(path);
  try {
    return await (await streamer({ ...changes, store })).run();
  } finally {
    await store.close();
  }
}

async function undisturbed(): Promise<Record<string, string>> {
  const objects = new ListedObjects();
  await run(freshPath(), { objects });
  return objects.read();
}

describe('Streamer', () => {
  it('exports every full batch as two files and then a manifest, and ends with the source', async () => {
    const objects = new ListedObjects();
    const path = freshPath();
    expect(await run(path, { objects })).toBe('ended');
    const batches = Object.keys(objects.read()).filter((key) => key.endsWith('manifest.json')).length;
    expect(batches).toBeGreaterThan(3);
    expect(objects.keysPut.map((key) => key.replace(/.*\//, ''))).toEqual(
      Array.from({ length: batches }, () => ['transactions.csv', 'prices.csv', 'manifest.json']).flat(),
    );
    const ids = exportedIds(objects.read());
    expect(ids).toHaveLength(batches * 20);
    expect(new Set(ids).size).toBe(ids.length);
    const store = openSqliteMarketStore(path);
    expect((await store.counts()).unexported).toBeLessThan(20);
    await store.close();
  });

  it('puts exactly the prices from the window before the earliest order to the last close into a batch', async () => {
    const objects = await undisturbed();
    const manifests = Object.entries(objects).filter(([key]) => key.endsWith('manifest.json'));
    for (const [, text] of manifests) {
      const { span, prices } = JSON.parse(text) as {
        span: { firstOpenMs: number; lastCloseMs: number };
        prices: { rows: number };
      };
      const expected = swinging(3000).filter(
        ({ timeMs }) => timeMs >= span.firstOpenMs - 15_000 && timeMs <= span.lastCloseMs,
      );
      expect(prices.rows).toBe(expected.length);
    }
  });

  it.each([
    [1, 50],
    [7, 1],
    [64, 9999],
    [5000, 9999],
  ])(
    'writes the same bytes with %d ticks in a group and %d at once from the source',
    async (ticks, atOnce) => {
      const objects = new ListedObjects();
      const feed = new ListFeed(swinging(3000), END_OF_LIST, atOnce);
      await run(freshPath(), { objects, feed, groups: { ...GROUP_LIMITS, ticks } });
      expect(objects.read()).toEqual(await undisturbed());
    },
  );

  it('stops when told to, keeps what it received, and goes on from there to the same bytes', async () => {
    const expected = await undisturbed();
    const objects = new ListedObjects();
    const path = freshPath();
    let openAtStops = 0;
    for (const share of [500, 1400, 2100]) {
      const store = openSqliteMarketStore(path);
      const feed = new ListFeed(swinging(share), undefined);
      const first = await streamer({ feed, store, objects });
      const running = first.run();
      while ((await store.lastTick())?.timeMs !== swinging(share).at(-1)?.timeMs) await pause(5);
      first.stop();
      expect(await running).toBe('stopped');
      expect(feed.isStopped).toBe(true);
      openAtStops += (await store.counts()).openOrders;
      await store.close();
    }
    expect(openAtStops).toBeGreaterThan(0);
    await run(path, { objects });
    expect(objects.read()).toEqual(expected);
  });

  it('comes to the same bytes when it dies at any writes of the store and starts again', async () => {
    const expected = await undisturbed();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (deaths, isWritten) => {
          const path = freshPath();
          const objects = new ListedObjects();
          const groups = { ...GROUP_LIMITS, ticks: 29 };
          for (const death of deaths) {
            const store = dying(openSqliteMarketStore(path), death, isWritten);
            await run(path, { store, objects, groups }).catch(() => undefined);
          }
          await run(path, { objects, groups });
          expect(objects.read()).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('exports a batch once when it dies between two of its files, or before it is marked', async () => {
    const expected = await undisturbed();
    for (const lastPut of [1, 2, 3, 4, 5, 6]) {
      const path = freshPath();
      const objects = new ListedObjects();
      const store = openSqliteMarketStore(path);
      // After this many puts no answer comes back any more: the process ends while it waits for one.
      const death = Promise.withResolvers<never>();
      const put: BatchObjects['put'] = async (...put) => {
        if (objects.keysPut.length < lastPut) await objects.put(...put);
        return objects.keysPut.length < lastPut ? { stored: true, etag: '' } : death.promise;
      };
      const dead = await streamer({ store, objects: { put, get: objects.get } });
      const running = dead.run();
      while (objects.keysPut.length < lastPut) await pause(2);
      await store.close();
      dead.stop();
      death.reject(new Error('killed'));
      await running.catch(() => undefined);
      expect(objects.keysPut).toHaveLength(lastPut);
      await run(path, { objects });
      expect(objects.read()).toEqual(expected);
    }
  });

  it('tries a delivery again until it succeeds, and goes on capturing meanwhile', async () => {
    const objects = new ListedObjects();
    let refusals = 6;
    objects.onPut = () => {
      if (refusals-- > 0) throw new Error('503 SlowDown');
      return undefined;
    };
    await run(freshPath(), { objects });
    expect(objects.read()).toEqual(await undisturbed());
    const failures = lines.filter(({ event }) => event === 'batch-export-failed');
    expect(failures).toHaveLength(6);
    expect(failures[0]).toMatchObject({ attempt: 1, reason: '503 SlowDown' });
  });

  it('takes a manifest that is already there for its own when the answer to the put was lost', async () => {
    const objects = new ListedObjects();
    const lost = new Set<string>();
    objects.onPut = (key) => {
      if (lost.has(key)) return undefined;
      lost.add(key);
      return 'lose-answer';
    };
    await run(freshPath(), { objects });
    expect(objects.read()).toEqual(await undisturbed());
  });

  it('fails when a manifest of the same id describes other files', async () => {
    const objects = new ListedObjects();
    const [key] = Object.keys(await undisturbed()).filter((name) => name.endsWith('manifest.json'));
    objects.objects.set(String(key), new TextEncoder().encode('{"transactions":{"sha256":"00"}}'));
    await expect(run(freshPath(), { objects })).rejects.toThrow(BatchConflict);
  });

  it('stops while a delivery fails, and leaves the batch in the store', async () => {
    const objects = new ListedObjects();
    objects.onPut = () => {
      throw new Error('no route');
    };
    const path = freshPath();
    const store = openSqliteMarketStore(path);
    const stuck = await streamer({ store, objects });
    const running = stuck.run();
    while (!lines.some(({ event }) => event === 'batch-export-failed')) await pause(2);
    stuck.stop();
    expect(await running).toBe('stopped');
    expect((await store.counts()).unexported).toBeGreaterThanOrEqual(20);
    await store.close();
    objects.onPut = () => undefined;
    await run(path, { objects });
    expect(objects.read()).toEqual(await undisturbed());
  });

  it.each([END_OF_LIST, undefined])(
    'stops while a delivery hangs, the source having sent %j',
    async (ending) => {
      let isHanging = false;
      const put = async (): Promise<never> => {
        isHanging = true;
        return new Promise(() => undefined);
      };
      const store = openSqliteMarketStore(freshPath());
      const feed = new ListFeed(swinging(3000), ending);
      const hanging = await streamer({ store, feed, objects: { put, get: new ListedObjects().get } });
      const running = hanging.run();
      while (!isHanging) await pause(2);
      await pause(50);
      hanging.stop();
      expect(await running).toBe('stopped');
      expect((await store.counts()).unexported).toBeGreaterThanOrEqual(20);
      await store.close();
    },
  );

  it('says how many ticks it knew already when the source starts again', async () => {
    const path = freshPath();
    await run(path, { feed: new ListFeed(swinging(500), END_OF_LIST) });
    await run(path, { feed: new ListFeed(swinging(600), END_OF_LIST) });
    expect(lines.at(-1)).toMatchObject({ known: 500, refused: 0 });
  });

  it('reports progress, batches and the feed in structured lines', async () => {
    await run(freshPath(), {
      feed: new ListFeed([...swinging(3000), { ...swinging(1)[0]!, bid: Number.NaN }], END_OF_LIST),
    });
    expect(lines.find(({ event }) => event === 'feed-connected')).toBeDefined();
    expect(lines.find(({ event }) => event === 'feed-ended')).toMatchObject({ reason: 'end of list' });
    const exported = lines.filter(({ event }) => event === 'batch-exported');
    expect(exported[0]).toMatchObject({ transactions: 20, bytes: expect.any(Number) });
    const full = lines.findIndex(({ event }) => event === 'batch-full');
    expect(lines[full]!['transactions']).toBeGreaterThanOrEqual(20);
    expect(full).toBeLessThan(lines.indexOf(exported[0]!));
    expect(lines.at(-1)).toEqual({
      event: 'progress',
      ticks: 3000,
      openOrders: expect.any(Number),
      transactionsTowardsBatch: expect.any(Number),
      batchSize: 20,
      eventTimeMs: swinging(3000).at(-1)?.timeMs,
      batches: exported.length,
      gaps: 0,
      known: 0,
      refused: 1,
      dropped: 0,
      wide: 0,
      clock: null,
      waitingTicks: 0,
    });
  });

  it('fails with the reason when the feed fails, after keeping what it received', async () => {
    const path = freshPath();
    const error = new Error('IG refused the credentials');
    const feed = new ListFeed(swinging(100), { kind: 'failed', error });
    await expect(run(path, { feed })).rejects.toThrow(error);
    const store = openSqliteMarketStore(path);
    expect((await store.counts()).ticks).toBe(100);
    await store.close();
  });

  it('fails when the source refuses to start', async () => {
    const feed = new ListFeed([], undefined);
    feed.start = async () => Promise.reject(new Error('no such epic'));
    await expect(run(freshPath(), { feed })).rejects.toThrow('no such epic');
  });

  it('refuses exits on the bid with barriers inside the spread, and stores nothing', async () => {
    const path = freshPath();
    const bot = { ...configuration.bot, exitPrice: 'bid', stopLoss: 1 } as const;
    await expect(run(path, { configuration: { ...configuration, bot } })).rejects.toThrow(
      /bot.stopLoss was 1/,
    );
    const store = openSqliteMarketStore(path);
    expect((await store.counts()).openOrders).toBe(0);
    await store.close();
  });

  it('judges barriers by the first quote that is not too wide to deal on', async () => {
    // The first of all is a snapshot, which is never dealt on.
    const ticks = swinging(500).map((tick, i) => (i === 1 ? { ...tick, bid: tick.offer - 5 } : tick));
    const bot = { ...configuration.bot, exitPrice: 'bid', stopLoss: 2, widestSpread: 3 } as const;
    const feed = (): ListFeed => new ListFeed(ticks, END_OF_LIST);
    expect(await run(freshPath(), { configuration: { ...configuration, bot }, feed: feed() })).toBe('ended');
    const believing = { ...configuration, bot: { ...bot, widestSpread: null } };
    await expect(run(freshPath(), { configuration: believing, feed: feed() })).rejects.toThrow(
      'with bot.exitPrice',
    );
  });

  it('deletes old prices and exported orders, and nothing a coming batch needs', async () => {
    const ticks = swinging(3000);
    const later = ticks.map((tick) => ({ ...tick, timeMs: tick.timeMs + 6 * 3_600_000 }));
    const path = freshPath();
    await run(path, { feed: new ListFeed([...ticks, ...later], END_OF_LIST) });
    const store = openSqliteMarketStore(path);
    const counts = await store.counts();
    expect(counts.ticks).toBe(3000);
    expect(counts.completed).toBeLessThan(exportedIds(await undisturbed()).length + 100);
    await store.close();
  });
});

/** Fails for good at its n-th write, having written it or not: what a process leaves that is killed there. */
function dying(store: MarketStore, writes: number, isWritten: boolean): MarketStore {
  let left = writes;
  const orDie = async (write: () => Promise<void>): Promise<void> => {
    if (left > 0 || (left === 0 && isWritten)) await write();
    if (left-- <= 0) throw new Error('killed');
  };
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'record')
        return (group: Parameters<MarketStore['record']>[0]) => orDie(() => target.record(group));
      if (name === 'markExported')
        return (id: string, ids: readonly string[]) => orDie(() => target.markExported(id, ids));
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

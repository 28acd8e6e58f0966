import { StoreUnreachable, type MarketStore } from '@moving-ground/market';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GROUP_LIMITS } from './group-writer.ts';
import { standBy } from './stand-by.ts';
import { TicksLost } from './ticks-lost.ts';
import {
  END_OF_LIST,
  exportedIds,
  ListedObjects,
  ListFeed,
  swinging,
  trialStreamer,
  type Line,
} from './trial-streamer.ts';

let folder: string;
let store: MarketStore;
let lines: Line[];
let stores = 0;

const freshStore = (): MarketStore => openSqliteMarketStore(join(folder, `market-${stores++}.db`));
const linesOf = (event: string): Line[] => lines.filter((line) => line.event === event);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-streamer-'));
  store = freshStore();
  lines = [];
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function undisturbed(): Promise<Record<string, string>> {
  const objects = new ListedObjects();
  const quiet = freshStore();
  await (await trialStreamer({ store: quiet, objects }, [])).run();
  await quiet.close();
  return objects.read();
}

/** Every call may be lost on its way to the store, or its answer on the way back. */
function reachedNowAndThen(target: MarketStore, isReached: () => boolean): MarketStore {
  const over = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (!isReached()) throw new StoreUnreachable('lost on the way there');
    const answer = await ask();
    if (!isReached()) throw new StoreUnreachable('lost on the way back');
    return answer;
  };
  return {
    tryLock: () => target.tryLock(),
    record: (group) => over(() => target.record(group)),
    openOrders: () => over(() => target.openOrders()),
    unexported: (limit) => over(() => target.unexported(limit)),
    async *ticksBetween(fromMs, toMs) {
      for await (const chunk of target.ticksBetween(fromMs, toMs)) {
        if (!isReached()) throw new StoreUnreachable('lost between two chunks');
        yield chunk;
      }
    },
    lastTick: () => target.lastTick(),
    lastOrder: () => target.lastOrder(),
    countOpenAt: (fromMs, atMs) => over(() => target.countOpenAt(fromMs, atMs)),
    markExported: (batchId, ids) => over(() => target.markExported(batchId, ids)),
    counts: () => target.counts(),
    prune: (beforeMs, limit) => over(() => target.prune(beforeMs, limit)),
    close: () => target.close(),
  };
}

describe('a streamer whose store does not answer', () => {
  it('comes to the same bytes, wherever calls or answers are lost', async () => {
    const expected = await undisturbed();
    const losses = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(losses, async (reachedBetween) => {
        const objects = new ListedObjects();
        const healthy = freshStore();
        const pattern = [...reachedBetween];
        let left = pattern.shift() ?? 0;
        let isOpen = false;
        const isReached = (): boolean => {
          if (!isOpen || left-- > 0) return true;
          left = pattern.shift() ?? Number.POSITIVE_INFINITY;
          return false;
        };
        const groups = { ...GROUP_LIMITS, ticks: 29 };
        const away = reachedNowAndThen(healthy, isReached);
        const streamer = await trialStreamer({ store: away, objects, groups }, lines);
        isOpen = true;
        expect(await streamer.run()).toBe('ended');
        await healthy.close();
        expect(objects.read()).toEqual(expected);
      }),
      { numRuns: 20 },
    );
    expect(linesOf('store-away').length).toBeGreaterThan(20);
    expect(linesOf('store-back').length).toBeGreaterThan(0);
  });

  it('keeps what comes meanwhile, drops with a count beyond its bound, and trades on nothing it dropped', async () => {
    let isAway = false;
    const objects = new ListedObjects();
    const groups = { ticks: 100, milliseconds: 5, waitingTicks: 700 };
    // So much at once that the store cannot take it in between.
    const feed = new ListFeed(swinging(3000), undefined, 1);
    const away = reachedNowAndThen(store, () => !isAway);
    const streamer = await trialStreamer({ store: away, objects, groups, feed }, lines);
    isAway = true;
    const running = streamer.run();
    while (linesOf('ticks-dropped').length === 0) await pause(1);
    expect(linesOf('store-away').at(-1)).toMatchObject({ reason: 'lost on the way there' });
    isAway = false;
    while (!feed.hasGivenAll) await pause(2);
    streamer.stop();
    expect(await running).toBe('stopped');
    const { ticks, dropped } = linesOf('progress').at(-1) as unknown as { ticks: number; dropped: number };
    expect(dropped).toBeGreaterThan(0);
    expect(ticks).toBeGreaterThanOrEqual(700);
    expect(ticks + dropped).toBe(3000);
    expect((await store.counts()).ticks).toBe(ticks);
    const stored = new Set<number>();
    for await (const chunk of store.ticksBetween(0, Date.UTC(2030)))
      chunk.forEach((t) => stored.add(t.timeMs));
    for (const { openTimeMs } of await store.openOrders()) expect(stored).toContain(openTimeMs);
    const ids = exportedIds(objects.read());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('ends with an error that counts what could not be stored when it is stopped meanwhile', async () => {
    let isAway = false;
    const feed = new ListFeed(swinging(300), undefined);
    const away = reachedNowAndThen(store, () => !isAway);
    const streamer = await trialStreamer({ store: away, feed }, lines);
    const running = streamer.run();
    while ((await store.counts()).ticks < 300) await pause(2);
    isAway = true;
    feed.give(swinging(320).slice(300));
    while (linesOf('store-away').length === 0) await pause(2);
    streamer.stop();
    await expect(running).rejects.toThrow(TicksLost);
    await expect(running).rejects.toThrow('the last 20 ticks could not be stored: lost on the way there');
    expect((await store.counts()).ticks).toBe(300);
  });

  it('is stopped while it waits for it with a full batch, and leaves the batch to the next', async () => {
    const objects = new ListedObjects();
    let isAway = false;
    const isReached = (): boolean => !isAway;
    const away = { ...reachedNowAndThen(store, isReached), record: store.record.bind(store) };
    objects.onPut = (key) => {
      isAway ||= key.endsWith('manifest.json');
      return undefined;
    };
    const streamer = await trialStreamer({ store: away, objects }, lines);
    const running = streamer.run();
    while (linesOf('store-away').length === 0) await pause(2);
    streamer.stop();
    expect(await running).toBe('stopped');
    await (await trialStreamer({ store, objects }, lines)).run();
    expect(objects.read()).toEqual(await undisturbed());
  });
});

describe('two streamers on one store', () => {
  const stopped = new AbortController();

  it('are one that writes and one that stands by until the first has ended', async () => {
    const path = join(folder, 'one.db');
    const [first, second] = [openSqliteMarketStore(path), openSqliteMarketStore(path)];
    const log = { info: (fields: object) => void lines.push(fields as Line), warn: () => undefined };
    const lock = await first.tryLock();
    let isIn = false;
    const waiting = standBy({ store: second, log, askEveryMs: 2, stopped: stopped.signal }).then((taken) => {
      isIn = true;
      return taken;
    });
    await pause(50);
    expect(isIn).toBe(false);
    expect(linesOf('standing-by')).toHaveLength(1);
    await lock?.release();
    expect(await waiting).toBeDefined();
    await first.close();
    await second.close();
  });

  it('can be stopped while the second stands by', async () => {
    const stopping = new AbortController();
    const log = { info: () => stopping.abort(), warn: () => undefined };
    const busy = { tryLock: async () => undefined };
    expect(await standBy({ store: busy, log, askEveryMs: 60_000, stopped: stopping.signal })).toBeUndefined();
  });

  it('never write both: one that has lost its lock ends as failed', async () => {
    const lost = Promise.withResolvers<Error>();
    const feed = new ListFeed(swinging(3000), END_OF_LIST, 1);
    const streamer = await trialStreamer({ store, feed, writerLost: lost.promise }, lines);
    const running = streamer.run();
    while ((await store.counts()).ticks === 0) await pause(1);
    lost.resolve(new Error('another streamer writes'));
    await expect(running).rejects.toThrow('another streamer writes');
    expect((await store.counts()).ticks).toBeLessThan(3000);
  });
});

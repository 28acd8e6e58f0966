import type { PriceTick } from '@moving-ground/market';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { END_OF_LIST, ListedObjects, ListFeed, trialStreamer, type Line } from './trial-streamer.ts';

const FRIDAY = Date.UTC(2026, 0, 9, 21);
const HOUR = 3_600_000;

function priceAt(timeMs: number, offer: number, marketState: PriceTick['marketState']): PriceTick {
  const unknown = { midOpen: null, high: null, low: null, change: null, changePercent: null };
  return { timeMs, bid: offer - 1, offer, ...unknown, marketState, delayed: false };
}

/** Two ticks a second for `seconds`; no price reaches a barrier two points away. */
function open(fromMs: number, seconds: number): PriceTick[] {
  return Array.from({ length: seconds * 2 }, (_, i) =>
    priceAt(fromMs + i * 500, 6512 + (i % 3) / 10, 'TRADEABLE'),
  );
}

/** Every ten minutes the market says that it is closed, at prices far beyond every barrier. */
const CLOSED = Array.from({ length: 49 * 6 - 1 }, (_, i) =>
  priceAt(FRIDAY + (i + 1) * 600_000, 6000 + (i % 2) * 1000, 'CLOSED'),
);

let folder: string;
let lines: Line[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-weekend-'));
  lines = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A batch is 20 orders, an order ends after 30 seconds, a second has two orders; the first price is a snapshot. */
async function played(ticks: readonly PriceTick[]) {
  const store = openSqliteMarketStore(join(folder, 'market.db'));
  const objects = new ListedObjects();
  const streamer = await trialStreamer({ store, objects, feed: new ListFeed(ticks, END_OF_LIST) }, lines);
  await streamer.run();
  const state = {
    open: (await store.openOrders()).length,
    unexported: await store.unexported(1000),
    batches: objects.keysPut.filter((key) => key.endsWith('manifest.json')).length,
    gaps: lines.findLast(({ event }) => event === 'progress')?.['gaps'],
  };
  await store.close();
  return state;
}

describe('a market that closes on Friday evening for 49 hours', () => {
  it('has its open orders left open and no part of a batch exported, while closed prices are stored', async () => {
    const { open: openOrders, unexported, batches, gaps } = await played([...open(FRIDAY, 8), ...CLOSED]);
    expect({ openOrders, unexported, batches }).toEqual({ openOrders: 15, unexported: [], batches: 0 });
    expect(gaps).toBe(CLOSED.length);
    const store = openSqliteMarketStore(join(folder, 'market.db'));
    expect((await store.counts()).ticks).toBe(16 + CLOSED.length);
    await store.close();
  });

  it('has every order of Friday end at the first price of Sunday, and the batch comes when it is full', async () => {
    const sunday = FRIDAY + 49 * HOUR;
    const early = await played([...open(FRIDAY, 8), ...CLOSED, ...open(sunday, 1)]);
    expect(early.batches).toBe(0);
    expect(early.open).toBe(2);
    expect(early.unexported).toHaveLength(15);
    for (const { closeTimeMs, exit, closePrice } of early.unexported)
      expect({ closeTimeMs, exit, closePrice }).toEqual({
        closeTimeMs: sunday,
        exit: 'expired',
        closePrice: 6512,
      });
    const later = await played([...open(FRIDAY, 8), ...CLOSED, ...open(sunday, 40)]);
    expect(later.batches).toBe(1);
  });

  it('is played again after a restart in the middle of it, to the same orders', async () => {
    const week = [...open(FRIDAY, 8), ...CLOSED, ...open(FRIDAY + 49 * HOUR, 1)];
    await played(week.slice(0, 100));
    expect((await played(week)).unexported).toHaveLength(15);
  });
});

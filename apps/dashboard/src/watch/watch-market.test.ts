import { parseConfiguration } from '@moving-ground/configuration';
import type { Order, StoredTick } from '@moving-ground/market';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Board, type BoardEvent } from '../serve/board.ts';
import { MarketWatch, ticksOf } from './watch-market.ts';

const START = Date.UTC(2026, 0, 5);

function tick(timeMs: number, bid: number, sequence = 0): StoredTick {
  return {
    timeMs,
    sequence,
    bid,
    offer: bid + 1,
    midOpen: null,
    high: null,
    low: null,
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

let folder: string;
let store: ReturnType<typeof openSqliteMarketStore>;
let told: BoardEvent[];
let watch: MarketWatch;
let board: Board;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-dashboard-'));
  store = openSqliteMarketStore(join(folder, 'market.sqlite'));
  board = new Board();
  told = [];
  board.listen((event) => told.push(event));
  watch = new MarketWatch(store, board, parseConfiguration({ batch: { size: 50 } }, 'test'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const record = (...ticks: StoredTick[]): Promise<void> => store.record({ ticks, opened: [], completed: [] });

describe('the watch over a market', () => {
  it('tells each new tick once, also those of a millisecond that it has seen', async () => {
    await record(tick(START, 1));
    await watch.lookAtTicks();
    await record(tick(START, 2, 1), tick(START + 5, 3));
    await watch.lookAtTicks();
    await watch.lookAtTicks();
    await record(tick(START + 5, 4, 1));
    await watch.lookAtTicks();
    const bids = told
      .filter(({ name }) => name === 'ticks')
      .map(({ json }) => (JSON.parse(json) as { bid: number[] }).bid);
    expect(bids).toEqual([[2, 3], [4]]);
  });

  it('counts towards the batch and shows open orders', async () => {
    const order: Order = {
      id: `${START / 1000}-0`,
      openTimeMs: START,
      openPrice: 2,
      takeProfit: 10,
      stopLoss: 10,
      limitPrice: 12,
      stopPrice: -8,
    };
    await store.record({ ticks: [tick(START, 1)], opened: [order], completed: [] });
    await watch.lookAtDeals();
    expect(board.get('capture')).toMatchObject({
      openOrders: 1,
      towardsBatch: 0,
      batchSize: 50,
      lastTickMs: START,
    });
    expect(board.get('capture')?.deals).toEqual([
      { openMs: START, openPrice: 2, closeMs: null, closePrice: null, exit: null },
    ]);
  });

  it('thins what is older to the last tick of each second', async () => {
    await record(...Array.from({ length: 40 }, (_, i) => tick(START + 250 * i, i)));
    const span = { fromMs: START, toMs: START + 10_000, wholeFromMs: START + 5000 };
    const kept = (await ticksOf(store, span)).map(({ bid }) => bid);
    expect(kept).toEqual([3, 7, 11, 15, 19, ...Array.from({ length: 20 }, (_, i) => 20 + i)]);
  });
});

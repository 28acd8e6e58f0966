import { priceLine, pricesHeader, transactionLine, transactionsHeader } from '@moving-ground/formats';
import { byClosing, type StoredTick, type Transaction } from '@moving-ground/market';
import { seededRandom } from '@moving-ground/numeric';
import { closeSync, openSync, writeSync } from 'node:fs';

export type MarketSize = { readonly transactions: number; readonly seconds: number; readonly seed: number };

export type MarketFiles = { readonly transactions: string; readonly prices: string };

const START_MS = Date.UTC(2026, 0, 5);
/** Ten minutes of prices before the first order: no row is short of history. */
const HISTORY_SECONDS = 601;
const SPREAD_CENTS = 3_600;
const LONGEST_HOLDING_MS = 120_000;
const LINES_A_WRITE = 4096;

/**
 * The two files of a batch: a tick in every second, more where there are more orders than seconds; orders evenly over
 * the ticks, each on one of its own, held for up to two minutes. Lines are made a few thousand at a time.
 */
export function writeMarketFiles(size: MarketSize, files: MarketFiles): void {
  const market = marketOf(size);
  writeLines(
    files.prices,
    pricesHeader,
    lines(market.ticks, (i) => priceLine(tickAt(market, i))),
  );
  const closing = market.transactions.toSorted(byClosing);
  writeLines(
    files.transactions,
    transactionsHeader,
    lines(closing.length, (i) => transactionLine(closing[i] as Transaction)),
  );
}

type Market = {
  readonly ticks: number;
  readonly timeMs: Float64Array;
  readonly midCents: Int32Array;
  readonly transactions: Transaction[];
};

function marketOf({ transactions, seconds, seed }: MarketSize): Market {
  const random = seededRandom(seed);
  const perSecond = Math.max(1, transactions / (seconds - HISTORY_SECONDS));
  const first = Math.ceil(HISTORY_SECONDS * perSecond);
  // An order more than ticks to place it at would be the order before it told twice.
  const ticks = Math.max(Math.floor(seconds * perSecond), first + transactions);
  const timeMs = new Float64Array(ticks);
  const midCents = new Int32Array(ticks);
  let cents = 650_000;
  for (let i = 0; i < ticks; i++) {
    cents += Math.round(65 * random.normal() + (650_000 - cents) / 1e5);
    timeMs[i] = START_MS + Math.floor((i * 1000) / perSecond);
    midCents[i] = cents;
  }
  const market = { ticks, timeMs, midCents };
  const place = (i: number): number => first + Math.floor((i * (ticks - first)) / transactions);
  return {
    ...market,
    transactions: Array.from({ length: transactions }, (_, i) =>
      transactionAt(tickAt(market, place(i)), random.uniform()),
    ),
  };
}

type Ticks = Pick<Market, 'timeMs' | 'midCents'>;

function tickAt({ timeMs, midCents }: Ticks, i: number): StoredTick {
  const mid = midCents[i] as number;
  return {
    timeMs: timeMs[i] as number,
    sequence: 0,
    bid: (mid - SPREAD_CENTS / 2) / 100,
    offer: (mid + SPREAD_CENTS / 2) / 100,
    midOpen: 6500,
    high: 6900.5,
    low: 6100.25,
    change: (mid - 650_000) / 100,
    changePercent: Math.round((mid - 650_000) / 65) / 100 + 0,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

/** @param chance from 0 to 1: how long it is held, and whether with a profit */
function transactionAt({ timeMs, offer }: StoredTick, chance: number): Transaction {
  const isProfit = Math.floor(chance * 1000) % 2 === 0;
  const gain = isProfit ? 10 : -10;
  const openMs = timeMs;
  return {
    // One order a tick: the tick's hundredth of its second is a slot of its own.
    id: `${Math.floor(openMs / 1000)}-${Math.floor((openMs % 1000) / 10)}`,
    openTimeMs: openMs,
    openPrice: offer,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: offer + 10,
    stopPrice: offer - 10,
    closeTimeMs: openMs + 1 + Math.floor(chance * LONGEST_HOLDING_MS),
    closePrice: offer + gain,
    exit: isProfit ? 'take-profit' : 'stop-loss',
    outcome: isProfit ? 'profit' : 'loss',
    nominalProfit: gain,
    actualProfit: gain - SPREAD_CENTS / 100,
  };
}

function* lines(count: number, lineAt: (index: number) => string): Generator<string> {
  for (let i = 0; i < count; i++) yield lineAt(i);
}

function writeLines(path: string, header: string, rows: Iterable<string>): void {
  const file = openSync(path, 'w');
  let group = [header];
  for (const row of rows) {
    group.push(row);
    if (group.length < LINES_A_WRITE) continue;
    writeSync(file, `${group.join('\n')}\n`);
    group = [];
  }
  if (group.length) writeSync(file, `${group.join('\n')}\n`);
  closeSync(file);
}

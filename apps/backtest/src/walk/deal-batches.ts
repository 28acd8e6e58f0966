import type { Configuration } from '@moving-ground/configuration';
import { Bot } from '@moving-ground/deal';
import { windowSeconds } from '@moving-ground/feature-schema';
import { priceSpan } from '@moving-ground/export';
import { byClosing, type StoredTick, type Transaction } from '@moving-ground/market';

/** A full batch of completed orders and the prices that belong to it. */
export type DealtBatch = {
  /** Counted from 0. */
  readonly number: number;
  /** In closing order. */
  readonly transactions: readonly Transaction[];
  /** From the earliest opening minus the window to the latest closing. */
  readonly ticks: readonly StoredTick[];
  readonly firstOpenMs: number;
  readonly lastCloseMs: number;
};

type DealSettings = Pick<Configuration, 'bot' | 'batch' | 'features'>;

/** Lets the mock bot deal on a whole market and cuts what it completes into full batches; the rest is left. */
export function dealBatches(
  ticks: readonly StoredTick[],
  { bot: settings, batch, features }: DealSettings,
): readonly DealtBatch[] {
  const bot = new Bot(settings, []);
  const completed: Transaction[] = [];
  for (const tick of ticks) for (const transaction of bot.onTick(tick).completed) completed.push(transaction);
  completed.sort(byClosing);
  const full = Math.floor(completed.length / batch.size);
  return Array.from({ length: full }, (_, number) => {
    const transactions = completed.slice(number * batch.size, (number + 1) * batch.size);
    const { fromMs, toMs } = priceSpan(transactions, windowSeconds(features));
    const within = ticks.slice(firstAt(ticks, fromMs), firstAt(ticks, toMs + 1));
    const firstOpenMs = fromMs + windowSeconds(features) * 1000;
    return { number, transactions, ticks: within, firstOpenMs, lastCloseMs: toMs };
  });
}

/** The place of the first tick at the time or later. */
function firstAt(ticks: readonly StoredTick[], timeMs: number): number {
  let [low, high] = [0, ticks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ticks[middle] as StoredTick).timeMs < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

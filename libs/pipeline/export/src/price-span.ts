import type { Transaction } from '@moving-ground/market';

/** Milliseconds UTC, both ends included. */
export type PriceSpan = { readonly fromMs: number; readonly toMs: number };

/** The prices a batch needs: from its earliest open minus the feature window to its latest close. */
export function priceSpan(transactions: readonly Transaction[], windowSeconds: number): PriceSpan {
  const opens = timeRange(transactions, ({ openTimeMs }) => openTimeMs);
  const closes = timeRange(transactions, ({ closeTimeMs }) => closeTimeMs);
  return { fromMs: opens.first - windowSeconds * 1000, toMs: closes.last };
}

/** By reduction: a batch may hold more transactions than a call takes arguments. */
export function timeRange<T>(
  items: readonly T[],
  timeOf: (item: T) => number,
): { readonly first: number; readonly last: number } {
  return items.reduce(
    ({ first, last }, item) => ({
      first: Math.min(first, timeOf(item)),
      last: Math.max(last, timeOf(item)),
    }),
    { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
  );
}

import type { OrderRow } from './order-rows.ts';

/**
 * The sum over the rows of their average uniqueness: the mean over the seconds an order was open of one divided by
 * the number of the part's orders open in that second. Source: Lopez de Prado, Advances in Financial Machine
 * Learning, 2018, chapter 4.
 */
export function effectiveSampleSize(orders: readonly OrderRow[]): number {
  if (orders.length === 0) return 0;
  const base = Math.min(...spans(orders, (order) => order.openMs));
  const last = Math.max(...spans(orders, (order) => order.closeMs));
  const shares = shareSums(orders, base, last - base + 1);
  return orders.reduce((sum, { openMs, closeMs }) => {
    const from = second(openMs) - base;
    const to = second(closeMs) - base + 1;
    return sum + ((shares[to] as number) - (shares[from] as number)) / (to - from);
  }, 0);
}

/** Cumulated over the seconds: one divided by the orders open in each. */
function shareSums(orders: readonly OrderRow[], base: number, seconds: number): Float64Array {
  const open = new Int32Array(seconds + 1);
  for (const { openMs, closeMs } of orders) {
    add(open, second(openMs) - base, 1);
    add(open, second(closeMs) - base + 1, -1);
  }
  const sums = new Float64Array(seconds + 1);
  let count = 0;
  for (let i = 0; i < seconds; i++) {
    count += open[i] as number;
    sums[i + 1] = (sums[i] as number) + (count > 0 ? 1 / count : 0);
  }
  return sums;
}

function add(counts: Int32Array, at: number, change: number): void {
  counts[at] = (counts[at] as number) + change;
}

/** First and last suffice for a minimum and a maximum over many rows without a large argument list. */
function spans(orders: readonly OrderRow[], time: (order: OrderRow) => number): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (const order of orders) {
    least = Math.min(least, time(order));
    most = Math.max(most, time(order));
  }
  return [second(least), second(most)];
}

function second(ms: number): number {
  return Math.floor(ms / 1000);
}

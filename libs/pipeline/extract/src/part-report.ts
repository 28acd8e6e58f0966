import type { PartReport } from '@moving-ground/run';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { releaseMemory } from './release-memory.ts';
import type { PartOrders } from './split-rows.ts';
import type { TransactionTable } from './transaction-table.ts';

/** @param part its orders in time order */
export function partReport(
  transactions: TransactionTable,
  { orders, purged }: PartOrders,
  files: readonly string[],
): PartReport {
  const openMs = gathered(transactions.openMs, orders);
  const closeMs = gathered(transactions.closeMs, orders);
  const report = {
    rows: orders.length,
    positives: orders.reduce((sum, order) => sum + (transactions.label[order] as number), 0),
    purged,
    distinctSeconds: runsIn(orders, (order) => Math.floor((transactions.openMs[order] as number) / 1000)),
    labelRuns: runsIn(orders, (order) => transactions.label[order] as number),
    effectiveSampleSize: effectiveSampleSize(openMs, closeMs),
    firstOpenMs: openMs[0] ?? null,
    lastCloseMs: orders.length ? closeMs.reduce((last, ms) => Math.max(last, ms)) : null,
    medianHoldingMs: medianOf(closeMs.map((ms, i) => ms - (openMs[i] as number))),
    files,
  };
  releaseMemory(openMs, closeMs);
  return report;
}

function gathered(column: Float64Array, orders: Uint32Array): Float64Array {
  const values = new Float64Array(orders.length);
  for (let i = 0; i < orders.length; i++) values[i] = column[orders[i] as number] as number;
  return values;
}

/** How many runs of equal values there are; among ascending values, how many distinct ones. */
function runsIn(orders: Uint32Array, valueOf: (order: number) => number): number {
  let [runs, last] = [0, NaN];
  for (const order of orders) {
    const value = valueOf(order);
    if (value !== last) runs++;
    last = value;
  }
  return runs;
}

/** The mean of the two middle values where their number is even. Sorts the values, and gives their memory back. */
function medianOf(values: Float64Array): number | null {
  if (values.length === 0) return null;
  values.sort();
  const middle = (values.length - 1) / 2;
  const median = ((values[Math.floor(middle)] as number) + (values[Math.ceil(middle)] as number)) / 2;
  releaseMemory(values);
  return median;
}

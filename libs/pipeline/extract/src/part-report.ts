import type { PartReport } from '@moving-ground/run';
import { effectiveSampleSize } from './effective-sample-size.ts';
import type { PartOrders } from './split-rows.ts';
import type { TransactionTable } from './transaction-table.ts';

/** @param part its orders in time order */
export function partReport(
  transactions: TransactionTable,
  { orders, purged }: PartOrders,
  files: readonly string[],
): PartReport {
  const openMs = Float64Array.from(orders, (order) => transactions.openMs[order] as number);
  const closeMs = Float64Array.from(orders, (order) => transactions.closeMs[order] as number);
  const labels = Uint8Array.from(orders, (order) => transactions.label[order] as number);
  return {
    rows: orders.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    purged,
    distinctSeconds: runsIn(openMs.map((ms) => Math.floor(ms / 1000))),
    labelRuns: runsIn(labels),
    effectiveSampleSize: effectiveSampleSize(openMs, closeMs),
    firstOpenMs: openMs[0] ?? null,
    lastCloseMs: orders.length ? closeMs.reduce((last, ms) => Math.max(last, ms)) : null,
    medianHoldingMs: medianOf(closeMs.map((ms, i) => ms - (openMs[i] as number))),
    files,
  };
}

/** How many runs of equal values there are; among ascending values, how many distinct ones. */
function runsIn(values: Float64Array | Uint8Array): number {
  let runs = 0;
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) runs++;
  return runs;
}

/** The mean of the two middle values where their number is even. */
function medianOf(values: Float64Array): number | null {
  if (values.length === 0) return null;
  values.sort();
  const middle = (values.length - 1) / 2;
  return ((values[Math.floor(middle)] as number) + (values[Math.ceil(middle)] as number)) / 2;
}

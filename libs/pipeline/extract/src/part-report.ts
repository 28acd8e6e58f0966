import type { PartReport } from '@moving-ground/run';
import { effectiveSampleSize } from './effective-sample-size.ts';
import type { OrderRow } from './order-rows.ts';

/** @param orders the part's orders in opening order */
export function partReport(
  orders: readonly OrderRow[],
  purged: number,
  files: readonly string[],
): PartReport {
  return {
    rows: orders.length,
    positives: orders.filter(({ label }) => label === 1).length,
    purged,
    distinctSeconds: new Set(orders.map(({ openMs }) => Math.floor(openMs / 1000))).size,
    labelRuns: orders.filter(({ label }, i) => label !== orders[i - 1]?.label).length,
    effectiveSampleSize: effectiveSampleSize(orders),
    firstOpenMs: orders[0]?.openMs ?? null,
    lastCloseMs: orders.length ? orders.reduce((last, { closeMs }) => Math.max(last, closeMs), 0) : null,
    medianHoldingMs: medianOf(orders.map(({ openMs, closeMs }) => closeMs - openMs)),
    files,
  };
}

/** The upper of the two middle values where their number is even: a holding time that occurred. */
function medianOf(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

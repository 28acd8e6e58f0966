import type { DatasetPart } from '@moving-ground/run';
import type { Split } from './extract-input.ts';
import type { TransactionTable } from './transaction-table.ts';

/** The orders of a part in time order, and how many were purged. */
export type PartOrders = { readonly orders: Uint32Array; readonly purged: number };

/**
 * Cuts n kept orders in time order: the first floor(n x train) are train, those up to floor(n x (train + validation))
 * validation, the rest test, in float64. Then takes out of each part what was not over before a later part began, as
 * cut: a purge is never loosened by what another one takes out.
 * @param kept in time order
 */
export function splitRows(
  { openMs, closeMs }: Pick<TransactionTable, 'openMs' | 'closeMs'>,
  kept: Uint32Array,
  split: Split,
): Readonly<Record<DatasetPart, PartOrders>> {
  const trainEnd = Math.floor(kept.length * split.train);
  const validationEnd = Math.floor(kept.length * (split.train + split.validation));
  const part = (from: number, to: number): PartOrders => {
    const nextOpenMs = to < kept.length ? (openMs[kept[to] as number] as number) : Infinity;
    const orders = new Uint32Array(to - from);
    let count = 0;
    for (const order of kept.subarray(from, to))
      if ((closeMs[order] as number) < nextOpenMs) orders[count++] = order;
    return { orders: orders.subarray(0, count), purged: to - from - count };
  };
  return {
    train: part(0, trainEnd),
    validation: part(trainEnd, validationEnd),
    test: part(validationEnd, kept.length),
  };
}

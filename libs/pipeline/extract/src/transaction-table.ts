import { readTransactions } from '@moving-ground/formats';
import type { Transaction } from '@moving-ground/market';
import { objectKeys } from '@moving-ground/run';
import { BatchContradicts } from './errors.ts';
import type { BatchFiles } from './extract-input.ts';
import { GrowingColumn } from './growing-column.ts';
import { orderId, slotCode } from './slot-code.ts';

/** What rows need of the window's transactions, each order once, by open time and id; 37 bytes a transaction. */
export type TransactionTable = {
  readonly openMs: Float64Array;
  readonly closeMs: Float64Array;
  readonly openPrice: Float64Array;
  readonly actualProfit: Float64Array;
  readonly slot: Uint16Array;
  /** Which batch of the window, counted from 0. */
  readonly batch: Uint16Array;
  readonly label: Uint8Array;
  /** How many there were with the repeated ones. */
  readonly read: number;
};

/** @throws CsvError, and BatchContradicts for an order whose id is not of its second */
export async function readTransactionTable(batches: readonly BatchFiles[]): Promise<TransactionTable> {
  const columns = newColumns();
  for (const [index, { batchId, transactions }] of batches.entries()) {
    const file = objectKeys.transactions(batchId);
    for await (const group of readTransactions(transactions(), file))
      for (const transaction of group) push(columns, transaction, index, file);
  }
  return sorted(columns);
}

/** The id of a transaction, for messages. */
export function idOf({ slot, openMs }: TransactionTable, row: number): string {
  return orderId(slot[row] as number, openMs[row] as number);
}

type Columns = ReturnType<typeof newColumns>;

function newColumns() {
  const float64 = (length: number): Float64Array => new Float64Array(length);
  const uint16 = (length: number): Uint16Array => new Uint16Array(length);
  return {
    openMs: new GrowingColumn(float64),
    closeMs: new GrowingColumn(float64),
    openPrice: new GrowingColumn(float64),
    actualProfit: new GrowingColumn(float64),
    slot: new GrowingColumn(uint16),
    batch: new GrowingColumn(uint16),
    label: new GrowingColumn((length) => new Uint8Array(length)),
  };
}

function push(columns: Columns, transaction: Transaction, batch: number, file: string): void {
  const { id, openTimeMs } = transaction;
  const slot = slotCode(id, openTimeMs);
  if (slot === undefined)
    throw new BatchContradicts(
      `${file}: order ${id} was placed at ${openTimeMs}, so its id begins with ${Math.floor(openTimeMs / 1000)}-`,
    );
  columns.openMs.push(openTimeMs);
  columns.closeMs.push(transaction.closeTimeMs);
  columns.openPrice.push(transaction.openPrice);
  columns.actualProfit.push(transaction.actualProfit);
  columns.slot.push(slot);
  columns.batch.push(batch);
  columns.label.push(transaction.outcome === 'profit' ? 1 : 0);
}

function sorted(columns: Columns): TransactionTable {
  const openMs = columns.openMs.view();
  const slot = columns.slot.view();
  // Of transactions that are told twice, the first in the oldest batch is kept.
  const order = Uint32Array.from(openMs, (_, i) => i).sort(
    (a, b) => at(openMs, a) - at(openMs, b) || at(slot, a) - at(slot, b) || a - b,
  );
  const once = withoutRepeated(order, openMs, slot);
  return {
    openMs: columns.openMs.gather(once),
    closeMs: columns.closeMs.gather(once),
    openPrice: columns.openPrice.gather(once),
    actualProfit: columns.actualProfit.gather(once),
    slot: columns.slot.gather(once),
    batch: columns.batch.gather(once),
    label: columns.label.gather(once),
    read: order.length,
  };
}

/** Equal ids are of one second, so only the orders kept of the same second are looked at. */
function withoutRepeated(order: Uint32Array, openMs: Float64Array, slot: Uint16Array): Uint32Array {
  const kept = new Uint32Array(order.length);
  let count = 0;
  for (const row of order) {
    const second = Math.floor(at(openMs, row) / 1000);
    const isRepeated = (): boolean => {
      for (let i = count - 1; i >= 0; i--) {
        const other = at(kept, i);
        if (at(openMs, other) < second * 1000) return false;
        if (at(slot, other) === at(slot, row)) return true;
      }
      return false;
    };
    if (!isRepeated()) kept[count++] = row;
  }
  return kept.slice(0, count);
}

function at(values: Float64Array | Uint16Array | Uint32Array, index: number): number {
  return values[index] as number;
}

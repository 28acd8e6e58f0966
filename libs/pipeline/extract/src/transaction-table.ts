import { slotText, transactionRows, type TransactionRow } from '@moving-ground/formats';
import { objectKeys } from '@moving-ground/run';
import { BatchContradicts } from './errors.ts';
import type { BatchFiles } from './extract-input.ts';
import { GrowingColumn } from './growing-column.ts';
import { releaseMemory } from './release-memory.ts';
import { placesInOrder, sortPlaces } from './sort-places.ts';

/** What rows need of the window's transactions, each order once, by open time and id; 37 bytes a transaction. */
export type TransactionTable = {
  readonly openMs: Float64Array;
  readonly closeMs: Float64Array;
  readonly openPrice: Float64Array;
  readonly actualProfit: Float64Array;
  /** As `OrderId` of formats has it. */
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
  for (const [index, batch] of batches.entries()) await readBatch(batch, index, columns);
  return sorted(columns);
}

async function readBatch(batch: BatchFiles, index: number, columns: Columns): Promise<void> {
  const file = objectKeys.transactions(batch.batchId);
  const rows = transactionRows(batch.transactions(), file);
  try {
    while (await rows.refill()) while (rows.next()) push(columns, rows.row, index, file);
  } finally {
    await rows.close();
  }
}

/** The id of a transaction, for messages. */
export function idOf({ slot, openMs }: TransactionTable, row: number): string {
  return `${secondOf(openMs[row] as number)}-${slotText(slot[row] as number)}`;
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

function push(columns: Columns, row: TransactionRow, batch: number, file: string): void {
  const second = secondOf(row.openTimeMs);
  if (!row.orderId.isOf(second))
    throw new BatchContradicts(
      `${file}: order ${row.id} was placed at ${row.openTimeMs}, so its id begins with ${second}-`,
    );
  columns.openMs.push(row.openTimeMs);
  columns.closeMs.push(row.closeTimeMs);
  columns.openPrice.push(row.openPrice);
  columns.actualProfit.push(row.actualProfit);
  columns.slot.push(row.orderId.slot);
  columns.batch.push(batch);
  columns.label.push(row.outcome === 'profit' ? 1 : 0);
}

/** Sorted by time and id in the memory of the columns; what is told twice is left out. */
function sorted(columns: Columns): TransactionTable {
  const [openMs, slot] = [columns.openMs.view(), columns.slot.view()];
  const places = placesInOrder(openMs.length);
  // Of transactions that are told twice, the first in the oldest batch is kept: equal keys stay as they are.
  sortPlaces(places, slot);
  sortPlaces(places, openMs);
  const once = withoutRepeated(places, openMs, slot);
  const scratch = new Float64Array(once.length);
  const moved = <T extends Float64Array | Uint16Array | Uint8Array>(column: GrowingColumn<T>): T =>
    permuted(column.view(), once, scratch);
  const table = {
    openMs: moved(columns.openMs),
    closeMs: moved(columns.closeMs),
    openPrice: moved(columns.openPrice),
    actualProfit: moved(columns.actualProfit),
    slot: moved(columns.slot),
    batch: moved(columns.batch),
    label: moved(columns.label),
    read: places.length,
  };
  releaseMemory(scratch, places);
  return table;
}

/** The values at the given places, in the column's own memory. */
function permuted<T extends Float64Array | Uint16Array | Uint8Array>(
  column: T,
  places: Uint32Array,
  scratch: Float64Array,
): T {
  for (let i = 0; i < places.length; i++) scratch[i] = column[places[i] as number] as number;
  column.set(scratch.subarray(0, places.length));
  return column.subarray(0, places.length) as T;
}

/**
 * Takes repeated ids out of the places, in their own memory. Equal ids are of one second, so only the orders kept of
 * the same second are looked at.
 */
function withoutRepeated(places: Uint32Array, openMs: Float64Array, slot: Uint16Array): Uint32Array {
  let [count, secondFrom, second] = [0, 0, -1];
  for (const row of places) {
    if (secondOf(openMs[row] as number) !== second)
      [second, secondFrom] = [secondOf(openMs[row] as number), count];
    if (!isAmong(places.subarray(secondFrom, count), slot, slot[row] as number)) places[count++] = row;
  }
  return places.subarray(0, count);
}

function isAmong(places: Uint32Array, slots: Uint16Array, slot: number): boolean {
  for (const place of places) if (slots[place] === slot) return true;
  return false;
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}

import { hashRow } from './hash-row.ts';
import { releaseMemory } from './release-memory.ts';
import type { RowTable } from './row-table.ts';
import { placesInOrder, sortPlaces } from './sort-places.ts';

/** In the place of a hash: the order's row was not seen. */
const NOT_SEEN = Infinity;

/** Counts the rows that equal another one in every feature and in the label; 8 bytes an order. */
export class ExactDuplicates {
  readonly #hashes: Float64Array;

  /** @param orders how many there are, with or without a row */
  constructor(orders: number) {
    this.#hashes = new Float64Array(orders).fill(NOT_SEEN);
  }

  /** @param words the features' bits, @param at where the order's row begins in them */
  see(
    words: Int32Array,
    at: number,
    { order, table }: { readonly order: number; readonly table: RowTable },
  ): void {
    this.#hashes[order] = hashRow(words, at, at + table.featureDim, table.label(order));
  }

  /** Equal hashes are only a reason to compare: the suspects' rows are made once more. To be asked once. */
  count(table: RowTable): number {
    const hashes = this.#hashes;
    const orders = placesInOrder(hashes.length);
    sortPlaces(orders, hashes);
    let count = 0;
    for (let from = 0, to = 0; from < orders.length; from = to) {
      const hash = hashes[orders[from] as number];
      for (to = from + 1; to < orders.length && hashes[orders[to] as number] === hash;) to++;
      if (to - from > 1 && hash !== NOT_SEEN) count += equalRows(orders.subarray(from, to), table);
    }
    releaseMemory(hashes, orders);
    return count;
  }
}

function equalRows(orders: Uint32Array, table: RowTable): number {
  const row = new Float32Array(table.featureDim + 1);
  const known: { readonly row: Float32Array; count: number }[] = [];
  for (const order of orders) {
    table.write(order, row, 0);
    row[table.featureDim] = table.label(order);
    const equal = known.find((other) => isEqual(other.row, row));
    if (equal) equal.count += 1;
    else known.push({ row: row.slice(), count: 1 });
  }
  return known.reduce((sum, { count }) => sum + (count > 1 ? count : 0), 0);
}

function isEqual(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

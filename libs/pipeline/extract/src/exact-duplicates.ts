import { hashRow } from './hash-row.ts';
import { releaseMemory } from './release-memory.ts';
import type { RowTable } from './row-table.ts';
import { sortPlaces } from './sort-places.ts';

/** Counts the rows that equal another one in every feature and in the label; 12 bytes a row. */
export class ExactDuplicates {
  readonly #hashes: Float64Array;
  readonly #orders: Uint32Array;
  #size = 0;

  /** @param rows how many there will be at most */
  constructor(rows: number) {
    this.#hashes = new Float64Array(rows);
    this.#orders = new Uint32Array(rows);
  }

  /** @param words the features' bits, @param at where the order's row begins in them */
  see(
    words: Int32Array,
    at: number,
    { order, table }: { readonly order: number; readonly table: RowTable },
  ): void {
    this.#hashes[this.#size] = hashRow(words, at, at + table.featureDim, table.label(order));
    this.#orders[this.#size++] = order;
  }

  /** Equal hashes are only a reason to compare: the suspects' rows are made once more. To be asked once. */
  count(table: RowTable): number {
    const [hashes, orders] = [this.#hashes.subarray(0, this.#size), this.#orders.subarray(0, this.#size)];
    const places = Uint32Array.from(orders, (_, i) => i);
    sortPlaces(places, hashes);
    let count = 0;
    for (let from = 0, to = 0; from < places.length; from = to) {
      const hash = hashes[places[from] as number];
      for (to = from + 1; to < places.length && hashes[places[to] as number] === hash;) to++;
      if (to - from > 1) count += equalRows(places.subarray(from, to), orders, table);
    }
    releaseMemory(this.#hashes, this.#orders, places);
    return count;
  }
}

function equalRows(places: Uint32Array, orders: Uint32Array, table: RowTable): number {
  const row = new Float32Array(table.featureDim + 1);
  const known: { readonly row: Float32Array; count: number }[] = [];
  for (const place of places) {
    const order = orders[place] as number;
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

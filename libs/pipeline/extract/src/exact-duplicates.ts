import { GrowingColumn } from './growing-column.ts';
import { hashRow } from './hash-row.ts';
import type { RowTable } from './row-table.ts';

/** Counts the rows that equal another one in every feature and in the label. */
export class ExactDuplicates {
  readonly #hashes = new GrowingColumn((length) => new Float64Array(length));
  readonly #orders = new GrowingColumn((length) => new Uint32Array(length));

  /** @param words the features' bits, row-major, @param at where the order's row begins */
  see(
    words: Int32Array,
    at: number,
    { order, table }: { readonly order: number; readonly table: RowTable },
  ): void {
    this.#hashes.push(hashRow(words, at, at + table.featureDim, table.label(order)));
    this.#orders.push(order);
  }

  /** Equal hashes are only a reason to compare: the suspects' rows are made once more. */
  count(table: RowTable): number {
    return [...this.#suspects().values()].reduce((sum, orders) => sum + equalRows(orders, table), 0);
  }

  #suspects(): Map<number, number[]> {
    const hashes = this.#hashes.view();
    const orders = this.#orders.view();
    const groups = repeatedIn(hashes);
    if (groups.size > 0)
      for (let i = 0; i < hashes.length; i++) groups.get(hashes[i] as number)?.push(orders[i] as number);
    return groups;
  }
}

/** An empty group for each value that is there more than once. */
function repeatedIn(values: Float64Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  const ascending = values.slice().sort();
  for (let i = 1; i < ascending.length; i++)
    if (ascending[i] === ascending[i - 1]) groups.set(ascending[i] as number, []);
  return groups;
}

function equalRows(orders: readonly number[], table: RowTable): number {
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

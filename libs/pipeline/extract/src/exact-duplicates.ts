import { hashWords } from './hash-words.ts';
import { releaseMemory } from './release-memory.ts';
import type { RowTable } from './row-table.ts';
import { placesInOrder, sortPlaces } from './sort-places.ts';

type Rows = Pick<RowTable, 'featureDim' | 'label' | 'write'>;

/** In the place of a hash: the order's row was not seen. */
const NOT_SEEN = Infinity;
/** Words of a row that are looked at as it is made; its first ones, the prices, are among them. */
const SAMPLE = 32;

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
    { order, table }: { readonly order: number; readonly table: Rows },
  ): void {
    const { featureDim } = table;
    const step = Math.max(1, Math.floor(featureDim / SAMPLE));
    this.#hashes[order] = hashWords({ words, from: at, to: at + featureDim, step }, table.label(order));
  }

  /**
   * Equal samples are only a reason to look at whole rows, and equal hashes of those only one to compare them: the
   * suspects' rows are made again. To be asked once.
   */
  count(table: Rows): number {
    const suspects = Uint32Array.from([...equalGroups(this.#hashes)].flatMap((group) => [...group]));
    releaseMemory(this.#hashes);
    let count = 0;
    for (const places of equalGroups(wholeHashes(suspects, table)))
      count += equalRows(
        places.map((place) => suspects[place] as number),
        table,
      );
    return count;
  }
}

/** The places of hashes that another place has too, group by group. */
function* equalGroups(hashes: Float64Array): Generator<Uint32Array> {
  const places = placesInOrder(hashes.length);
  sortPlaces(places, hashes);
  for (let from = 0, to = 0; from < places.length; from = to) {
    const hash = hashes[places[from] as number];
    for (to = from + 1; to < places.length && hashes[places[to] as number] === hash;) to++;
    if (to - from > 1 && hash !== NOT_SEEN) yield places.slice(from, to);
  }
  releaseMemory(places);
}

function wholeHashes(orders: Uint32Array, table: Rows): Float64Array {
  const row = new Float32Array(table.featureDim);
  const words = new Int32Array(row.buffer);
  return Float64Array.from(orders, (order) => {
    table.write(order, row, 0);
    return hashWords({ words, from: 0, to: row.length, step: 1 }, table.label(order));
  });
}

function equalRows(orders: Uint32Array, table: Rows): number {
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

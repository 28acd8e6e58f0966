import { splitMix64Keys } from '@moving-ground/numeric';
import type { DatasetPart } from '@moving-ground/run';
import type { Split } from './extract-input.ts';
import type { OrderRow } from './order-rows.ts';

/** The rows of a part as indexes of their orders, in the order they are written. */
export type PartRows = { readonly rows: Uint32Array; readonly purged: number };

/**
 * Cuts the kept orders in time order, takes out of the earlier parts what was not over when a later part began, and
 * shuffles the train rows.
 * @param kept indexes of orders in opening order
 */
export function splitRows(
  orders: readonly OrderRow[],
  kept: Uint32Array,
  split: Split,
  seed: number,
): Readonly<Record<DatasetPart, PartRows>> {
  const first = Math.floor(kept.length * split.train);
  const second = Math.floor(kept.length * (split.train + split.validation));
  const openOf = (at: number): number => orders[kept[at] ?? -1]?.openMs ?? Infinity;
  const beforeValidation = openOf(first < second ? first : second);
  const beforeTest = second < kept.length ? openOf(second) : Infinity;
  const train = purge(orders, kept.subarray(0, first), Math.min(beforeValidation, beforeTest));
  return {
    train: { ...train, rows: shuffled(train.rows, seed) },
    validation: purge(orders, kept.subarray(first, second), beforeTest),
    test: { rows: kept.slice(second), purged: 0 },
  };
}

/** An outcome that came at or after the next part's first order was not known then. */
function purge(orders: readonly OrderRow[], rows: Uint32Array, nextPartMs: number): PartRows {
  const left = rows.filter((order) => (orders[order]?.closeMs ?? Infinity) < nextPartMs);
  return { rows: left, purged: rows.length - left.length };
}

/** Sorted by SplitMix64(seed, index in time order), which any engine can do. */
function shuffled(rows: Uint32Array, seed: number): Uint32Array {
  const keys = splitMix64Keys(seed, rows.length);
  const places = Uint32Array.from(rows, (_, i) => i).sort(
    (a, b) => compare(keys[a] as bigint, keys[b] as bigint) || a - b,
  );
  return places.map((place) => rows[place] as number);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

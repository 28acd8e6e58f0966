import { splitMix64Keys } from '@moving-ground/numeric';

/** Below this many bits of a key lie beyond what a float64 holds exactly. */
const LOW_BITS = 11n;

/**
 * Shuffles orders that are in time order: sorted by SplitMix64(seed, place in time order), then by place. Any engine
 * with 64-bit integers can repeat it.
 */
export function shuffleOrders(orders: Uint32Array, seed: number): Uint32Array {
  const keys = splitMix64Keys(seed, orders.length);
  // The upper 53 bits decide nearly always, and floats compare much faster than 64-bit integers.
  const upper = Float64Array.from(keys, (key) => Number(key >> LOW_BITS));
  const places = Uint32Array.from(orders, (_, place) => place).sort(
    (a, b) => (upper[a] as number) - (upper[b] as number) || compareKeys(keys, a, b),
  );
  return places.map((place) => orders[place] as number);
}

function compareKeys(keys: BigUint64Array, a: number, b: number): number {
  const [one, other] = [keys[a] as bigint, keys[b] as bigint];
  return one < other ? -1 : one > other ? 1 : a - b;
}

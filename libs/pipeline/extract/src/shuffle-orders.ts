import { splitMix64Keys } from '@moving-ground/numeric';
import { releaseMemory } from './release-memory.ts';
import { sortPlaces } from './sort-places.ts';

/**
 * Shuffles orders that are in time order: sorted by SplitMix64(seed, place in time order), then
 * by place. Any engine with 64-bit integers can repeat it.
 */
export function shuffleOrders(orders: Uint32Array, seed: number): Uint32Array {
  const keys = splitMix64Keys(seed, orders.length);
  const places = Uint32Array.from(orders, (_, place) => place);
  sortPlaces(places, keys);
  releaseMemory(keys);
  return places.map((place) => orders[place] as number);
}

import { splitMix64Keys } from '@moving-ground/numeric';
import { releaseMemory } from './release-memory.ts';
import { placesInOrder, sortPlaces } from './sort-places.ts';

/**
 * Shuffles orders that are in time order: sorted by SplitMix64(seed, place in time order), then
 * by place. Any engine with 64-bit integers can repeat it.
 */
export function shuffleOrders(orders: Uint32Array, seed: number): Uint32Array {
  const keys = splitMix64Keys(seed, orders.length);
  const places = placesInOrder(orders.length);
  sortPlaces(places, keys);
  for (let i = 0; i < places.length; i++) places[i] = orders[places[i] as number] as number;
  releaseMemory(keys);
  return places;
}

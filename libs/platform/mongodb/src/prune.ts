import type { Collections } from './collections.ts';
import { tickId } from './documents.ts';
import { portions } from './portions.ts';

/**
 * Never a collection scan: ticks are found by a range of `_id` in its order, orders by the index on state, closing
 * time and `_id` in its order (one state, a range of the second field, sorted by the second and third: no sort in
 * memory), and both are deleted by `_id`. So a call reads and deletes at most `limit` of each, however many are kept.
 */
export async function prune(collections: Collections, beforeMs: number, limit: number): Promise<number> {
  const { ticks, orders } = collections;
  const old = await ticks
    .find({ _id: { $lt: tickId({ timeMs: beforeMs, sequence: 0 }) } }, { projection: { _id: 1 } })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
  const done = await orders
    .find({ state: 'exported', closeTimeMs: { $lt: beforeMs } }, { projection: { _id: 1 } })
    .sort({ closeTimeMs: 1, _id: 1 })
    .limit(limit)
    .toArray();
  let gone = 0;
  for (const ids of portions(old.map(idOf))) {
    gone += (await ticks.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
  for (const ids of portions(done.map(idOf))) {
    gone += (await orders.deleteMany({ _id: { $in: ids } })).deletedCount;
  }
  return gone;
}

function idOf({ _id }: { readonly _id: string }): string {
  return _id;
}

import type { Collection, Db } from 'mongodb';
import type { LockDocument, OrderDocument, TickDocument, WriteDocument } from './documents.ts';

export type Collections = {
  readonly ticks: Collection<TickDocument>;
  readonly orders: Collection<OrderDocument>;
  readonly groups: Collection<WriteDocument>;
  readonly locks: Collection<LockDocument>;
};

/** Plain collections with the indexes that the queries need; making an index again changes nothing. */
export async function openCollections(database: Db): Promise<Collections> {
  const orders = database.collection<OrderDocument>('orders');
  await orders.createIndex({ state: 1, closeTimeMs: 1, _id: 1 });
  await orders.createIndex({ openTimeMs: 1, _id: 1 });
  return {
    ticks: database.collection<TickDocument>('ticks'),
    orders,
    groups: database.collection<WriteDocument>('groups'),
    locks: database.collection<LockDocument>('locks'),
  };
}

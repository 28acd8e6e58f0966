import type { Collection, Db } from 'mongodb';
import type { GroupDocument, OrderDocument, TickDocument } from './documents.ts';

export type Collections = {
  readonly ticks: Collection<TickDocument>;
  readonly orders: Collection<OrderDocument>;
  readonly groups: Collection<GroupDocument>;
};

/** Plain collections with the indexes that the queries need; making an index again changes nothing. */
export async function openCollections(database: Db): Promise<Collections> {
  const orders = database.collection<OrderDocument>('orders');
  await orders.createIndex({ state: 1, closeTimeMs: 1, _id: 1 });
  await orders.createIndex({ openTimeMs: 1, _id: 1 });
  return {
    ticks: database.collection<TickDocument>('ticks'),
    orders,
    groups: database.collection<GroupDocument>('groups'),
  };
}

import type { MarketGroup, StoredTick } from '@moving-ground/market';
import { MongoBulkWriteError, type AnyBulkWriteOperation } from 'mongodb';
import type { Collections } from './collections.ts';
import {
  completedDocument,
  DUPLICATE_KEY,
  openDocument,
  tickDocument,
  type OrderDocument,
  type Work,
} from './documents.ts';
import { portions } from './portions.ts';

/** Brings a write into the collections; doing it again, or the rest of it, ends in the same documents. */
export async function applyWork(collections: Collections, { group, marking }: Work): Promise<void> {
  if (group) await applyGroup(collections, group);
  if (!marking) return;
  const { batchId, orderIds } = marking;
  const exported = { $set: { state: 'exported', batchId } } as const;
  for (const ids of portions(orderIds)) {
    await collections.orders.updateMany({ _id: { $in: ids }, state: 'completed' }, exported);
  }
}

async function applyGroup({ ticks, orders }: Collections, group: MarketGroup): Promise<void> {
  const orderWrites = [...group.opened.map(putOpened), ...group.completed.flatMap(putCompleted)];
  for (const some of portions(group.ticks)) await insertNew(ticks, some);
  for (const some of portions(orderWrites)) await orders.bulkWrite(some, { ordered: true });
}

/** A tick that is there already is the same tick. */
async function insertNew(collection: Collections['ticks'], ticks: StoredTick[]): Promise<void> {
  try {
    await collection.insertMany(ticks.map(tickDocument), { ordered: false });
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || !isOnlyDuplicates(error)) throw error;
  }
}

/** A bulk write that a cut connection ended has no write errors at all, and says nothing about any document. */
function isOnlyDuplicates(error: MongoBulkWriteError): boolean {
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const isDurable = error.result.getWriteConcernError() === undefined;
  return isDurable && errors.length > 0 && errors.every(({ code }) => code === DUPLICATE_KEY);
}

function putOpened(order: MarketGroup['opened'][number]): AnyBulkWriteOperation<OrderDocument> {
  const { _id, ...fields } = openDocument(order);
  return { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } };
}

/** An order that is completed already, or exported, stays as it is. */
function putCompleted(transaction: MarketGroup['completed'][number]): AnyBulkWriteOperation<OrderDocument>[] {
  const { _id, ...fields } = completedDocument(transaction);
  return [
    { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } },
    { updateOne: { filter: { _id, state: 'open' }, update: { $set: fields } } },
  ];
}

import type { MarketGroup } from '@moving-ground/market';
import { MongoBulkWriteError, type AnyBulkWriteOperation } from 'mongodb';
import type { Collections } from './collections.ts';
import { completedDocument, openDocument, tickDocument, type OrderDocument } from './documents.ts';

const DUPLICATE_KEY = 11000;

/** Brings a group into the collections; doing it again, or the rest of it, ends in the same documents. */
export async function applyGroup({ ticks, orders }: Collections, group: MarketGroup): Promise<void> {
  const orderWrites = [...group.opened.map(putOpened), ...group.completed.flatMap(putCompleted)];
  if (group.ticks.length) await insertNew(ticks, group.ticks);
  if (orderWrites.length) await orders.bulkWrite(orderWrites, { ordered: true });
}

/** A tick that is there already is the same tick. */
async function insertNew(collection: Collections['ticks'], ticks: MarketGroup['ticks']): Promise<void> {
  try {
    await collection.insertMany(ticks.map(tickDocument), { ordered: false });
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
    if (errors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  }
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

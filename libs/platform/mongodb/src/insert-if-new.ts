import { MongoServerError, type Collection, type OptionalUnlessRequiredId } from 'mongodb';
import { DUPLICATE_KEY } from './documents.ts';

/** @returns false when its `_id` is there already; an upsert would fail instead when two come at once */
export async function insertIfNew<T extends { _id: string }>(
  collection: Collection<T>,
  document: OptionalUnlessRequiredId<T>,
): Promise<boolean> {
  try {
    await collection.insertOne(document);
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return false;
    throw error;
  }
}

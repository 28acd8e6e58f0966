import type { MarketStore } from '@moving-ground/market';
import { MongoClient } from 'mongodb';
import { openCollections } from './collections.ts';
import { StoreUnavailable } from './errors.ts';
import { MongoMarketStore } from './mongo-market-store.ts';

export type MongoStoreOptions = {
  readonly database?: string;
  /** How long a server may be away before a call fails. */
  readonly unreachableMs?: number;
};

/**
 * @param uri a MongoDB connection string; it may hold a password, so it is never repeated in an error
 * @throws StoreUnavailable
 */
export async function openMongoMarketStore(
  uri: string,
  options: MongoStoreOptions = {},
): Promise<MarketStore> {
  const { database = 'moving-ground', unreachableMs = 30_000 } = options;
  const client = new MongoClient(uri, {
    serverSelectionTimeoutMS: unreachableMs,
    retryWrites: false,
    writeConcern: { w: 'majority', journal: true },
    promoteLongs: true,
  });
  try {
    await client.connect();
    return await MongoMarketStore.open(client, await openCollections(client.db(database)));
  } catch (error) {
    await client.close();
    const why = (error as Error).message.replaceAll(uri, 'the address');
    throw new StoreUnavailable(`the MongoDB store cannot be used: ${why}: check MONGODB_URI and the server`, {
      cause: error,
    });
  }
}

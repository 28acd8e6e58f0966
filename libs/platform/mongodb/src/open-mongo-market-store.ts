import { StoreUnreachable, type MarketStore } from '@moving-ground/market';
import { MongoClient } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { openCollections } from './collections.ts';
import { StoreUnavailable } from './errors.ts';
import { LockCandidate } from './lock-candidate.ts';
import { MongoMarketStore } from './mongo-market-store.ts';
import { storeError } from './store-error.ts';
import { WriteAhead } from './write-ahead.ts';
import { Writer } from './writer.ts';

export type MongoStoreOptions = {
  /** Default: the one the address names, or `moving-ground`. */
  readonly database?: string;
  /** How long a call waits for a server that refuses or does not take connections; 5 s. */
  readonly unreachableMs?: number;
  /** How long a call waits for the answer on a connection that stands; 10 s. */
  readonly answerMs?: number;
  /** How often the holder of the lock renews it; 3 s. */
  readonly beatMs?: number;
  /** After how long without a renewal the holder gives the lock up; 10 s. */
  readonly lostAfterMs?: number;
  /** After how long without a beat a waiting process takes the lock over; 15 s. */
  readonly takeOverAfterMs?: number;
  /** Monotonic milliseconds, compared with nothing but themselves. */
  readonly clock?: () => number;
};

const DATABASE = 'moving-ground';
const DEFAULTS = {
  unreachableMs: 5_000,
  answerMs: 10_000,
  beatMs: 3_000,
  lostAfterMs: 10_000,
  takeOverAfterMs: 15_000,
  clock: (): number => performance.now(),
};

/**
 * @param uri a MongoDB connection string; it may hold a password, so it is never repeated in an error
 * @throws StoreUnavailable soon, and without trying again: that is for whoever supervises the process
 */
export async function openMongoMarketStore(
  uri: string,
  options: MongoStoreOptions = {},
): Promise<MarketStore> {
  const timing = { ...DEFAULTS, ...options };
  let client: MongoClient | undefined;
  try {
    client = connectionTo(uri, timing);
    await client.connect();
    const database = options.database ?? databaseOf(uri) ?? DATABASE;
    const collections = await openCollections(client.db(database));
    const holder = randomUUID();
    const candidate = new LockCandidate(collections.locks, holder, timing);
    const writer = new Writer(new WriteAhead(collections, holder), candidate, timing);
    await writer.claimIfFree();
    return new MongoMarketStore(client, collections, writer);
  } catch (error) {
    await client?.close();
    throw unavailable(error, uri);
  }
}

/** `mongodb://hosts/database?options`. The driver's own answer for none would be `test`. */
function databaseOf(uri: string): string | undefined {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** A call fails instead of being tried again behind its caller's back: time spent waiting is then the caller's. */
function connectionTo(uri: string, { unreachableMs, answerMs }: typeof DEFAULTS): MongoClient {
  return new MongoClient(uri, {
    serverSelectionTimeoutMS: unreachableMs,
    connectTimeoutMS: unreachableMs,
    waitQueueTimeoutMS: unreachableMs,
    socketTimeoutMS: answerMs,
    retryWrites: false,
    retryReads: false,
    writeConcern: { w: 'majority', journal: true },
    promoteLongs: true,
  });
}

/** Without the driver's error as its cause, which may hold the whole address. */
function unavailable(error: unknown, uri: string): StoreUnavailable {
  const told = storeError(error);
  const words = told instanceof StoreUnreachable && error instanceof Error ? error.message : told.message;
  const why = words.replaceAll(uri, 'the address');
  return new StoreUnavailable(`the MongoDB store cannot be used: ${why}: check MONGODB_URI and the server`);
}

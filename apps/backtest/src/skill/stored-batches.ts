import { readPrices, readTransactions } from '@moving-ground/formats';
import { batchOfManifestKey, objectKeys, type BatchId } from '@moving-ground/run';
import type { DealtBatch } from '../walk/deal-batches.ts';
import type { Bucket } from './deployed-models.ts';

export type StoredBatch = DealtBatch & { readonly batchId: BatchId };

/**
 * The batches that are still staged and wanted, in the order of their closing.
 * @throws CsvError
 */
export async function storedBatches(
  place: Bucket,
  isWanted: (batchId: BatchId) => boolean,
): Promise<readonly StoredBatch[]> {
  const ids: BatchId[] = [];
  for await (const { key } of place.storage.list(place.bucket, objectKeys.staging)) {
    const batchId = batchOfManifestKey(key);
    if (batchId !== undefined && isWanted(batchId)) ids.push(batchId);
  }
  const batches = await Promise.all(ids.map((batchId) => storedBatch(place, batchId)));
  return batches.sort((a, b) => a.lastCloseMs - b.lastCloseMs).map((batch, number) => ({ ...batch, number }));
}

async function storedBatch(place: Bucket, batchId: BatchId): Promise<StoredBatch> {
  const transactions = await rowsOf(place, objectKeys.transactions(batchId), readTransactions);
  const ticks = await rowsOf(place, objectKeys.prices(batchId), readPrices);
  const firstOpenMs = transactions.reduce((first, { openTimeMs }) => Math.min(first, openTimeMs), Infinity);
  const lastCloseMs = transactions.reduce((last, { closeTimeMs }) => Math.max(last, closeTimeMs), 0);
  return { batchId, number: 0, transactions, ticks, firstOpenMs, lastCloseMs };
}

type Reader<T> = (chunks: AsyncIterable<Uint8Array>, file: string) => AsyncIterable<readonly T[]>;

/** Nothing where retention has removed the file meanwhile. */
async function rowsOf<T>({ storage, bucket }: Bucket, key: string, read: Reader<T>): Promise<T[]> {
  const stored = await storage.get(bucket, key);
  if (!stored) return [];
  return (await Array.fromAsync(read(once(stored.body), key))).flat();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

import { objectKeys, type BatchId, type ExtractArguments } from '@moving-ground/run';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ExtractEffects } from '../extract-effects.ts';

/** A file of a batch is not in S3 any more; no retry brings it back. */
export class StagingMissing extends Error {
  override readonly name = 'StagingMissing';
}

export type StagedFiles = { readonly transactions: string; readonly prices: string };

/** The client asks again where a request fails, not where an answer breaks off in its middle. */
const TRIES = 3;

/** Copies the window's files into the folder. @returns the paths by batch @throws StagingMissing */
export async function fetchStaged(
  { bucket, windowBatches }: ExtractArguments,
  folder: string,
  effects: ExtractEffects,
): Promise<(batch: BatchId) => StagedFiles> {
  const pathsOf = (batch: BatchId): StagedFiles => ({
    transactions: join(folder, `${batch}-transactions.csv`),
    prices: join(folder, `${batch}-prices.csv`),
  });
  for (const batch of windowBatches) {
    const { transactions, prices } = pathsOf(batch);
    await fetchFile({ bucket, key: objectKeys.transactions(batch), path: transactions }, effects);
    await fetchFile({ bucket, key: objectKeys.prices(batch), path: prices }, effects);
  }
  return pathsOf;
}

type Fetch = { readonly bucket: string; readonly key: string; readonly path: string };

async function fetchFile({ bucket, key, path }: Fetch, { storage, log }: ExtractEffects): Promise<void> {
  for (let left = TRIES - 1; ; left--) {
    const bytes = await storage.getStream(bucket, key);
    if (!bytes)
      throw new StagingMissing(`s3://${bucket}/${key} is not there: the batch was removed or never staged`);
    try {
      return await pipeline(bytes, createWriteStream(path));
    } catch (error) {
      if (left === 0) throw error;
      log.warn({ key, err: error }, 'fetched again');
    }
  }
}

import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { objectKeys, parseExtractArguments, type ExtractArguments } from '@moving-ground/run';
import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectStore } from '../s3/object-store.ts';
import { extractInWorker, type Extracted } from './extract-in-worker.ts';

export type Extraction = {
  readonly objects: ObjectStore;
  /** As Glue passes them. */
  readonly given: Readonly<Record<string, string>>;
  /** For the parts until they are stored; emptied before and removed after. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** Batches of the window -> RecordIO datasets and, last, their report. @throws WorkStopped, and what is wrong otherwise */
export async function extract({ objects, given, folder, signal }: Extraction): Promise<void> {
  const args = parseExtractArguments(given);
  const batches = await Promise.all(
    args.windowBatches.map((batch) => stagedFiles(objects, args.bucket, batch)),
  );
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await store(objects, args, await extractInWorker({ args, batches, folder }, signal));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stagedFiles(objects: ObjectStore, bucket: string, batchId: ExtractArguments['batchId']) {
  const path = async (key: string): Promise<string> => {
    if (await objects.head(bucket, key)) return objects.filePath(bucket, key);
    throw new ServiceError(
      'NoSuchKey',
      `s3://${bucket}/${key} is not there: the batch was removed or never staged`,
    );
  };
  return {
    batchId,
    transactions: await path(objectKeys.transactions(batchId)),
    prices: await path(objectKeys.prices(batchId)),
  };
}

/** An earlier attempt may have had another window and more files: what it left is removed, its report first. */
async function store(
  objects: ObjectStore,
  { bucket, batchId }: ExtractArguments,
  { report, files }: Extracted,
): Promise<void> {
  const reportKey = objectKeys.datasetReport(batchId);
  await objects.delete(bucket, reportKey);
  for (const { key } of await objects.list(bucket, objectKeys.dataset(batchId)))
    await objects.delete(bucket, key);
  for (const { part, index, path } of files)
    await objects.put(bucket, objectKeys.datasetFile(batchId, part, index), createReadStream(path));
  const text = `${JSON.stringify(report, null, 2)}\n`;
  await objects.put(bucket, reportKey, new TextEncoder().encode(text), { contentType: 'application/json' });
}

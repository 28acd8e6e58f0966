import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { replaceDataset, type DatasetObjects } from '@moving-ground/extract';
import { objectKeys, parseExtractArguments, type BatchId } from '@moving-ground/run';
import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectStore } from '../s3/object-store.ts';
import type { Extracted, ExtractWork } from './extract-in-worker.ts';

/** The window's files -> the dataset's, in the work's folder. @throws WorkStopped, and what is wrong otherwise */
export type ExtractEngine = (work: ExtractWork, signal: AbortSignal) => Promise<Extracted>;

export type Extraction = {
  readonly objects: ObjectStore;
  readonly engine: ExtractEngine;
  /** As Glue passes them. */
  readonly given: Readonly<Record<string, string>>;
  /** For the parts until they are stored; emptied before and removed after. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** Batches of the window -> RecordIO datasets and, last, their report. @throws WorkStopped, and what is wrong otherwise */
export async function extract({ objects, engine, given, folder, signal }: Extraction): Promise<void> {
  const args = parseExtractArguments(given);
  const { bucket, batchId, windowBatches } = args;
  const staged = await Promise.all(
    windowBatches.map(async (batch) => [batch, await stagedFiles(objects, bucket, batch)] as const),
  );
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    const { report, files, outcomes } = await engine(
      { args, staged: Object.fromEntries(staged), folder },
      signal,
    );
    await replaceDataset(datasetObjects(objects, bucket), batchId, async (write, writeOutcomes) => {
      await writeOutcomes(createReadStream(outcomes));
      for (const { part, index, path } of files) await write(part, index, createReadStream(path));
      return report;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stagedFiles(objects: ObjectStore, bucket: string, batchId: BatchId) {
  const path = async (key: string): Promise<string> => {
    if (await objects.head(bucket, key)) return objects.filePath(bucket, key);
    throw new ServiceError(
      'NoSuchKey',
      `s3://${bucket}/${key} is not there: the batch was removed or never staged`,
    );
  };
  return {
    transactions: await path(objectKeys.transactions(batchId)),
    prices: await path(objectKeys.prices(batchId)),
  };
}

function datasetObjects(objects: ObjectStore, bucket: string): DatasetObjects {
  return {
    keys: async (prefix) => (await objects.list(bucket, prefix)).map(({ key }) => key),
    remove: (key) => objects.delete(bucket, key),
    write: async (key, bytes) => void (await objects.put(bucket, key, Readable.from(bytes))),
    writeJson: async (key, value) => {
      const text = `${JSON.stringify(value, null, 2)}\n`;
      await objects.put(bucket, key, new TextEncoder().encode(text), { contentType: 'application/json' });
    },
  };
}

import { getJson, UnreadableObject, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { batchIdOf, objectKeys, type BatchId, type Manifest } from '@moving-ground/run';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BatchIncomplete, BatchRefused } from './batch-errors.ts';
import { manifestDocument } from './manifest-document.ts';

/**
 * The manifest of a batch, itself free of contradictions: it names this batch, the batch's own keys, and the
 * batch id is the one that its close time and hashes give.
 * @throws BatchIncomplete where there is none, BatchRefused
 */
export async function readManifest(
  storage: ObjectStorage,
  bucket: string,
  batchId: BatchId,
): Promise<Manifest> {
  const key = objectKeys.manifest(batchId);
  const parsed = manifestDocument.safeParse(await readDocument(storage, bucket, key));
  if (!parsed.success) throw new BatchRefused(`${key}: ${z.prettifyError(parsed.error)}`);
  const manifest = parsed.data;
  expectEqual(key, 'batchId', manifest.batchId, batchId);
  expectEqual(key, 'transactions.key', manifest.transactions.key, objectKeys.transactions(batchId));
  expectEqual(key, 'prices.key', manifest.prices.key, objectKeys.prices(batchId));
  const hash = createHash('sha256').update(manifest.transactions.sha256 + manifest.prices.sha256);
  expectEqual(
    key,
    'the id of its content',
    batchIdOf(manifest.span.lastCloseMs, hash.digest('hex')),
    batchId,
  );
  return manifest;
}

async function readDocument(storage: ObjectStorage, bucket: string, key: string): Promise<unknown> {
  try {
    const found = await getJson(storage, { bucket, key });
    if (found) return found.value;
  } catch (error) {
    if (error instanceof UnreadableObject) throw new BatchRefused(error.message);
    throw error;
  }
  throw new BatchIncomplete(`${key} is not there: a batch exists when its manifest does`);
}

function expectEqual(key: string, name: string, was: string, expected: string): void {
  if (was !== expected) throw new BatchRefused(`${key}: ${name} was ${was}, it has to be ${expected}`);
}

import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import { batchOfManifestKey, objectKeys, type BatchId } from '@moving-ground/run';

/** All batches that have a manifest, oldest first: a batch id begins with the time of its last close. */
export async function stagedBatches(storage: ObjectStorage, bucket: string): Promise<readonly BatchId[]> {
  const batches: BatchId[] = [];
  for await (const { key } of storage.list(bucket, objectKeys.staging)) {
    const batchId = batchOfManifestKey(key);
    if (batchId !== undefined) batches.push(batchId);
  }
  return batches.sort();
}

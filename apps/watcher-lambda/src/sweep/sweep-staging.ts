import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import { batchOfManifestKey, objectKeys, type BatchId } from '@moving-ground/run';
import { startRun } from '../start/start-run.ts';
import type { WatcherEffects } from '../watcher-effects.ts';

/** An older batch is not missed any more: newer ones have it in their windows. */
const YOUNG_MS = 24 * 3_600_000;

/** Starts the run of each young manifest that has no record below `runs/`. */
export async function sweepStaging(
  effects: WatcherEffects,
): Promise<{ readonly started: readonly string[] }> {
  const { storage, bucket, now } = effects;
  const started: string[] = [];
  for await (const { key, lastModified } of storage.list(bucket, objectKeys.staging)) {
    const batchId = batchOfManifestKey(key);
    if (batchId === undefined || now() - lastModified.getTime() > YOUNG_MS) continue;
    if (await hasRecord(storage, bucket, batchId)) continue;
    started.push((await startRun(batchId, 'sweep', effects)).runId);
  }
  return { started };
}

async function hasRecord(storage: ObjectStorage, bucket: string, batchId: BatchId): Promise<boolean> {
  for await (const { key } of storage.list(bucket, objectKeys.runs(batchId))) if (key) return true;
  return false;
}

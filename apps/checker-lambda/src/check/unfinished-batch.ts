import type { BatchId, Manifest } from '@moving-ground/run';
import type { CheckerEffects } from '../checker-effects.ts';
import { lastOutcome } from '../finish/outcomes.ts';
import { compatible } from './compatible.ts';
import { manifestOrUndefined } from './newer-batch.ts';

/**
 * The oldest batch before this one whose run has not ended.
 * @param staged oldest first
 */
export async function unfinishedBatch(
  manifest: Manifest,
  staged: readonly BatchId[],
  effects: CheckerEffects,
): Promise<BatchId | undefined> {
  const { storage, settings } = effects;
  for (const batchId of staged.filter((earlier) => earlier < manifest.batchId)) {
    const other = await manifestOrUndefined(batchId, effects);
    if (!other || !compatible(manifest, other)) continue;
    if (!(await lastOutcome(storage, settings.bucket, batchId))) return batchId;
  }
  return undefined;
}

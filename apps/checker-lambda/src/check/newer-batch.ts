import type { BatchId, Manifest } from '@moving-ground/run';
import type { CheckerEffects } from '../checker-effects.ts';
import { lastOutcome } from '../finish/outcomes.ts';
import { BatchIncomplete, BatchRefused } from './batch-errors.ts';
import { compatible } from './compatible.ts';
import { readManifest } from './read-manifest.ts';

/**
 * The newest batch after this one whose run takes this one's rows with it: compatible, and not already failed.
 * @param staged oldest first
 */
export async function newerBatch(
  manifest: Manifest,
  staged: readonly BatchId[],
  effects: CheckerEffects,
): Promise<BatchId | undefined> {
  const { storage, settings } = effects;
  const later = staged.filter((batchId) => batchId > manifest.batchId).reverse();
  for (const batchId of later) {
    const other = await manifestOrUndefined(batchId, effects);
    if (!other || !compatible(manifest, other)) continue;
    if ((await lastOutcome(storage, settings.bucket, batchId))?.outcome !== 'failed') return batchId;
  }
  return undefined;
}

/** Another batch's fault is its own run's to report; here it only does not count. */
export async function manifestOrUndefined(
  batchId: BatchId,
  { storage, settings, log }: CheckerEffects,
): Promise<Manifest | undefined> {
  try {
    return await readManifest(storage, settings.bucket, batchId);
  } catch (error) {
    if (!(error instanceof BatchRefused || error instanceof BatchIncomplete)) throw error;
    log.warn({ batchId, reason: error.message }, 'batch left out');
    return undefined;
  }
}

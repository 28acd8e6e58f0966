import type { BatchId, Manifest } from '@moving-ground/run';
import type { CheckerEffects } from '../checker-effects.ts';
import { BatchIncomplete, BatchRefused } from './batch-errors.ts';
import { compatible } from './compatible.ts';
import { manifestOrUndefined } from './newer-batch.ts';
import { verifyFiles } from './verify-files.ts';

/**
 * This batch and up to `window.batches - 1` compatible and sound ones before it, oldest first. A batch that
 * contradicts its manifest is left out: it must not spoil the runs after its own.
 * @param staged oldest first
 */
export async function trainingWindow(
  manifest: Manifest,
  staged: readonly BatchId[],
  effects: CheckerEffects,
): Promise<readonly Manifest[]> {
  const window = [manifest];
  const earlier = staged.filter((batchId) => batchId < manifest.batchId).reverse();
  for (const batchId of earlier) {
    if (window.length >= effects.settings.configuration.window.batches) break;
    const other = await manifestOrUndefined(batchId, effects);
    if (other && compatible(manifest, other) && (await isSound(other, effects))) window.push(other);
  }
  return window.reverse();
}

async function isSound(manifest: Manifest, { storage, settings, log }: CheckerEffects): Promise<boolean> {
  try {
    await verifyFiles(storage, settings.bucket, manifest);
    return true;
  } catch (error) {
    if (!(error instanceof BatchRefused || error instanceof BatchIncomplete)) throw error;
    log.warn({ batchId: manifest.batchId, reason: error.message }, 'batch left out');
    return false;
  }
}

import { isBatchId, objectKeys, parseRunId, type BatchId, type Champion } from '@moving-ground/run';
import type { SelectorEffects } from '../selector-effects.ts';

/**
 * Keeps what belongs to the newest `retention.runs` batches and to the champion; deletes the datasets, artifacts,
 * models and endpoint configurations of the rest. Staged batches are kept at least as long as a window needs them.
 * What cannot be deleted now is tried again by the next run, so that no promotion fails on it.
 */
export async function forgetOldRuns(champion: Champion, effects: SelectorEffects): Promise<void> {
  const { configuration } = effects.settings;
  const kept = configuration.retention.runs;
  try {
    await forgetObjects(champion, effects, [
      ['datasets/', kept],
      ['models/', kept],
      [objectKeys.staging, Math.max(kept, configuration.window.batches)],
    ]);
    await forgetResources(champion, kept, effects);
  } catch (error) {
    effects.log.warn({ error, runId: champion.runId }, 'old runs were not all deleted');
  }
}

async function forgetObjects(
  champion: Champion,
  { storage, settings: { bucket } }: SelectorEffects,
  places: readonly (readonly [prefix: string, kept: number])[],
): Promise<void> {
  for (const [prefix, kept] of places) {
    const keys: string[] = [];
    for await (const { key } of storage.list(bucket, prefix)) keys.push(key);
    const old = oldNames(keys, (key) => key.slice(prefix.length), champion, kept);
    for (const key of old) await storage.delete(bucket, key);
  }
}

async function forgetResources(
  champion: Champion,
  kept: number,
  { sageMaker, settings: { runPrefix } }: SelectorEffects,
): Promise<void> {
  // Another stage's begin otherwise, and are not touched.
  const ownPart = (name: string): string => (name.startsWith(runPrefix) ? name.slice(runPrefix.length) : '');
  // A configuration names its model, so it goes first.
  for (const name of oldNames(await sageMaker.endpointConfigNames(), ownPart, champion, kept)) {
    if (name !== champion.endpointConfigName) await sageMaker.deleteEndpointConfig(name);
  }
  for (const name of oldNames(await sageMaker.modelNames(), ownPart, champion, kept)) {
    if (name !== champion.modelName) await sageMaker.deleteModel(name);
  }
}

/** Names that begin with a batch id which is neither among the newest nor the champion's; all others are not ours. */
function oldNames(
  names: readonly string[],
  ownPart: (name: string) => string,
  champion: Champion,
  kept: number,
): readonly string[] {
  const batchOf = (name: string): BatchId => ownPart(name).slice(0, 24);
  const ours = names.filter((name) => isBatchId(batchOf(name)));
  const newest = [...new Set(ours.map(batchOf))].sort().slice(-kept);
  const safe = new Set([...newest, parseRunId(champion.runId).batchId]);
  return ours.filter((name) => !safe.has(batchOf(name)));
}

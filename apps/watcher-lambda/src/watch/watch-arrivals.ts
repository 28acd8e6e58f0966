import { batchOfManifestKey, type BatchId } from '@moving-ground/run';
import { startRun } from '../start/start-run.ts';
import type { WatcherEffects } from '../watcher-effects.ts';
import { arrivedObjects, type ArrivedObject } from './arrived-objects.ts';

export type WatchAnswer = {
  /** Run ids, whether started by this event or by an earlier one. */
  readonly started: readonly string[];
  /** Objects that are no manifest of this bucket. */
  readonly ignored: number;
};

/** Starts the run of every manifest among the arrived objects; anything else is logged and left alone. */
export async function watchArrivals(event: unknown, effects: WatcherEffects): Promise<WatchAnswer> {
  const started: string[] = [];
  let ignored = 0;
  for (const object of arrivedObjects(event)) {
    const batchId = batchOf(object, effects);
    if (batchId === undefined) {
      ignored++;
      effects.log.warn({ bucket: object.bucket, key: object.key.slice(0, 200) }, 'no manifest, ignored');
    } else started.push((await startRun(batchId, 'event', effects)).runId);
  }
  return { started, ignored };
}

function batchOf({ bucket, key }: ArrivedObject, effects: WatcherEffects): BatchId | undefined {
  return bucket === effects.bucket ? batchOfManifestKey(key) : undefined;
}

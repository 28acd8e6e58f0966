import { sweepStaging } from './sweep/sweep-staging.ts';
import { watchArrivals, type WatchAnswer } from './watch/watch-arrivals.ts';
import type { WatcherEffects } from './watcher-effects.ts';
import { watcherEffects } from './wiring.ts';

/** An object arrived: EventBridge's `Object Created`, or S3's own notification with its records. */
export async function watch(
  event: unknown,
  _context?: unknown,
  effects: WatcherEffects = watcherEffects(),
): Promise<WatchAnswer> {
  return watchArrivals(event, effects);
}

/** By schedule: batches whose event was lost. */
export async function sweep(
  _event: unknown,
  _context?: unknown,
  effects: WatcherEffects = watcherEffects(),
): Promise<{ readonly started: readonly string[] }> {
  return sweepStaging(effects);
}

import type { Configuration } from '@moving-ground/configuration';
import { windowSeconds } from '@moving-ground/feature-schema';
import type { MarketStore } from '@moving-ground/market';
import { setImmediate } from 'node:timers/promises';

/** Rows deleted in one go: a few milliseconds, then prices have their turn. */
const ROWS_PER_TURN = 1_000;
/** Kept beyond what the next batch needs, for people who look into the store. */
const MARGIN_SECONDS = 3_600;

/**
 * Deletes what no coming batch needs: each needs the feature window before its earliest order, and the earliest
 * order is one that is open, or waits to be exported, or comes later.
 * @param lastCloseMs of the batch exported last
 */
export async function pruneExported(
  store: MarketStore,
  { batch, bot, features }: Configuration,
  lastCloseMs: number,
): Promise<void> {
  const [oldestOpen] = await store.openOrders();
  const waiting = await store.unexported(batch.size);
  const neededMs = waiting.reduce(
    (earliest, { openTimeMs }) => Math.min(earliest, openTimeMs),
    Math.min(lastCloseMs, oldestOpen?.openTimeMs ?? lastCloseMs),
  );
  const keptSeconds = windowSeconds(features) + (bot.maxHoldingSeconds ?? 0) + MARGIN_SECONDS;
  while ((await store.prune(neededMs - keptSeconds * 1000, ROWS_PER_TURN)) > 0) await setImmediate();
}

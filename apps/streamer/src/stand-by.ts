import type { MarketStore, WriterLock } from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.ts';

export type StandByParts = {
  readonly store: Pick<MarketStore, 'tryLock'>;
  readonly log: Log;
  readonly askEveryMs: number;
  readonly stopped: AbortSignal;
};

/**
 * Waits until no other streamer writes into the store: one market, one connection to IG, one bot.
 * @returns undefined when it was stopped before its turn came
 */
export async function standBy(parts: StandByParts): Promise<WriterLock | undefined> {
  const { store, log, askEveryMs, stopped } = parts;
  for (let isTold = false; !stopped.aborted; isTold = true) {
    const lock = await store.tryLock();
    if (lock) return lock;
    if (!isTold) log.info({ event: 'standing-by', reason: 'another streamer writes into this store' });
    await pause(askEveryMs, undefined, { signal: stopped }).catch(() => undefined);
  }
  return undefined;
}

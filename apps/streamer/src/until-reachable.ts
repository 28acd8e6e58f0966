import { StoreUnreachable } from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';

export type Patience = {
  /** Pause before the first new attempt; it doubles up to `longestPauseMs`. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** Told before each pause. */
  readonly onAway: (error: StoreUnreachable, attempt: number) => void;
  /** Ends the waiting: the last error is thrown. */
  readonly signal: AbortSignal;
};

/**
 * Asks until the store answers. Only what may help is tried again: every other error is thrown.
 * @throws StoreUnreachable once the signal is aborted
 */
export async function untilReachable<T>(ask: () => Promise<T>, patience: Patience): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnreachable) || patience.signal.aborted) throw error;
      patience.onAway(error, attempt);
    }
    const milliseconds = Math.min(patience.longestPauseMs, patience.pauseMs * 2 ** (attempt - 1));
    // An abort ends the pause early by a rejection: then it is asked one last time.
    await pause(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined);
  }
}

import {
  StoreUnreachable,
  type FeedListener,
  type MarketStore,
  type PriceFeed,
  type StoredTick,
} from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';

/** Later than any tick that is kept. */
const LATEST_MS = Date.UTC(2100, 0, 1);

export type StoredFeedParts = {
  readonly store: Pick<MarketStore, 'ticksBetween'>;
  /** The newest tick that is known already; undefined where the store was empty. */
  readonly after: StoredTick | undefined;
  /** Between two looks for new ticks. */
  readonly everyMs: number;
};

/**
 * The ticks that a streamer has stored, as a feed: IG allows one connection an account, and the streamer has it. What
 * comes here is durable, and is what later training rows are made of. Written in groups in time order by one writer, so
 * whatever is newer than the last tick is all there is.
 */
export class StoredFeed implements PriceFeed {
  readonly #parts: StoredFeedParts;
  readonly #stopped = new AbortController();
  #last: StoredTick | undefined;
  #isAway = false;
  #following: Promise<void> | undefined;

  constructor(parts: StoredFeedParts) {
    this.#parts = parts;
    this.#last = parts.after;
  }

  async start(listener: FeedListener): Promise<void> {
    listener.onEvent({ kind: 'connected' });
    this.#following = this.#follow(listener);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#following;
  }

  async #follow(listener: FeedListener): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await this.#read(listener);
        if (this.#isAway) listener.onEvent({ kind: 'connected' });
        this.#isAway = false;
      } catch (error) {
        if (!(error instanceof StoreUnreachable)) return this.#fail(listener, error);
        if (!this.#isAway) listener.onEvent({ kind: 'interrupted', reason: error.message });
        this.#isAway = true;
      }
      // A stop ends the pause early by a rejection: the loop sees the same signal.
      await pause(this.#parts.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #read(listener: FeedListener): Promise<void> {
    const fromMs = this.#last?.timeMs ?? 0;
    for await (const chunk of this.#parts.store.ticksBetween(fromMs, LATEST_MS)) {
      for (const tick of chunk) {
        if (this.#stopped.signal.aborted) return;
        if (!this.#isNew(tick)) continue;
        this.#last = tick;
        listener.onTick(tick, false);
      }
    }
  }

  #isNew({ timeMs, sequence }: StoredTick): boolean {
    const last = this.#last;
    return !last || timeMs > last.timeMs || (timeMs === last.timeMs && sequence > last.sequence);
  }

  #fail(listener: FeedListener, error: unknown): void {
    const failure = error instanceof Error ? error : new Error(String(error));
    if (!this.#stopped.signal.aborted) listener.onEvent({ kind: 'failed', error: failure });
  }
}

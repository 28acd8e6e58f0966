import type { MarketState } from '@moving-ground/market';
import type { FeedTiming } from '../feed-timing.ts';

export type Remedy = { readonly action: 'resubscribe' | 'rebuild'; readonly reason: string };

/** New subscriptions against silence before the whole client is thrown away. */
const RESUBSCRIPTIONS = 2;

type WatchTiming = Pick<FeedTiming, 'mute' | 'grace' | 'longestGrace' | 'disconnected' | 'recovering'>;

/**
 * Sees what the socket's state does not tell: a feed that is connected and mute, and a client that is stuck in its
 * own recovery. The market's state comes from the stream, never from a calendar.
 */
export class Watchdog {
  readonly #timing: WatchTiming;
  #marketState: MarketState | undefined;
  #status = 'DISCONNECTED';
  #downSinceMs: number;
  #quietSinceMs: number;
  #remedies = 0;

  constructor(timing: WatchTiming, nowMs: number) {
    this.#timing = timing;
    this.#downSinceMs = nowMs;
    this.#quietSinceMs = nowMs;
  }

  /** A new client begins; silence that had begun before goes on. */
  noteRebuild(nowMs: number): void {
    this.#status = 'DISCONNECTED';
    this.#downSinceMs = nowMs;
  }

  /** A snapshot proves that the subscription works, not that the market speaks. */
  noteTick(nowMs: number, marketState: MarketState, isSnapshot: boolean): void {
    this.#marketState = marketState;
    if (isSnapshot) return;
    this.#quietSinceMs = nowMs;
    this.#remedies = 0;
  }

  noteStatus(nowMs: number, status: string): void {
    const wasDown = !isConnected(this.#status);
    this.#status = status;
    if (wasDown === !isConnected(status)) return;
    if (wasDown) this.#quietSinceMs = nowMs;
    else this.#downSinceMs = nowMs;
  }

  check(nowMs: number): Remedy | undefined {
    return isConnected(this.#status) ? this.#checkSilence(nowMs) : this.#checkConnection(nowMs);
  }

  #checkConnection(nowMs: number): Remedy | undefined {
    const { disconnected, recovering } = this.#timing;
    const limit = this.#status === 'DISCONNECTED:TRYING-RECOVERY' ? recovering : disconnected;
    const downMs = nowMs - this.#downSinceMs;
    if (downMs <= limit) return undefined;
    return { action: 'rebuild', reason: `${this.#status} for ${Math.round(downMs)} ms` };
  }

  #checkSilence(nowMs: number): Remedy | undefined {
    if (this.#marketState === 'CLOSED' || this.#marketState === 'SUSPENDED') return undefined;
    const quietMs = nowMs - this.#quietSinceMs;
    if (quietMs <= this.#patience()) return undefined;
    const isRebuild = this.#remedies % (RESUBSCRIPTIONS + 1) === RESUBSCRIPTIONS;
    this.#remedies += 1;
    this.#quietSinceMs = nowMs;
    return {
      action: isRebuild ? 'rebuild' : 'resubscribe',
      reason: `connected without a price for ${Math.round(quietMs)} ms`,
    };
  }

  #patience(): number {
    const { mute, grace, longestGrace } = this.#timing;
    return this.#remedies === 0 ? mute : Math.min(longestGrace, grace * 2 ** (this.#remedies - 1));
  }
}

/** STALLED is a connection too: the client itself gives it up after a few seconds. */
function isConnected(status: string): boolean {
  return status.startsWith('CONNECTED:') || status === 'STALLED';
}

import type { PriceTick } from '@moving-ground/market';

/** A market this far behind was held: time goes on from here instead of catching up. */
const HELD_MS = 250;

/**
 * At full speed the client could read some 36,000 ticks a second, and would then have no time to export what is
 * full: the market would be batches ahead of its pipeline. At 6,000 a second a batch of 10,000 orders takes under
 * two seconds, and the feed can be held while its run goes on.
 */
const MOST_TICKS_A_SECOND = 6_000;

/** Says when each tick is due. Times in milliseconds; now is the caller's steady clock. */
export class Pace {
  readonly #speed: number | 'max';
  /** Ticks up to this were sent before: they are repeated at once. */
  #repeatedUntilMs = Number.NEGATIVE_INFINITY;
  #base: { readonly eventMs: number; readonly nowMs: number } | undefined;

  /** @param speed event time for one unit of real time, or as fast as they are taken */
  constructor(speed: number | 'max') {
    this.#speed = speed;
  }

  restart(repeatedUntilMs: number): void {
    this.#repeatedUntilMs = repeatedUntilMs;
    this.#base = undefined;
  }

  /** How long until the tick is due; 0 when it is. */
  waitMs({ timeMs }: PriceTick, nowMs: number): number {
    if (this.#speed === 'max' || timeMs <= this.#repeatedUntilMs) return 0;
    const base = (this.#base ??= { eventMs: timeMs, nowMs });
    const waitMs = base.nowMs + (timeMs - base.eventMs) / this.#speed - nowMs;
    if (waitMs < -HELD_MS) this.#base = { eventMs: timeMs, nowMs };
    return Math.max(0, waitMs);
  }

  /** How long to rest after so many ticks at full speed; a speed that was asked for is kept by the ticks' times. */
  restMs(ticks: number): number {
    return this.#speed === 'max' ? (1000 * ticks) / MOST_TICKS_A_SECOND : 0;
  }
}

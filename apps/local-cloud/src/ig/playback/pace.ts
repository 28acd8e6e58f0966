import type { PriceTick } from '@moving-ground/market';

/** A market this far behind was held: time goes on from here instead of catching up. */
const HELD_MS = 250;

/** Says when each tick is due. Times in milliseconds; now is the caller's steady clock. */
export class Pace {
  readonly #speed: number | 'max';
  /** Ticks up to this were sent before: they are repeated at once. */
  #repeatedUntilMs = Number.NEGATIVE_INFINITY;
  #base: { readonly eventMs: number; readonly nowMs: number } | undefined;

  readonly #mostTicksASecond: number;
  readonly #burst: () => number;
  #burstDueMs = 0;

  /**
   * @param speed event time for one unit of real time, or as fast as they are taken
   * @param mostTicksASecond a bound on full speed
   * @param burst while not 0, so many ticks a second, whatever their times
   */
  constructor(
    speed: number | 'max',
    mostTicksASecond = Number.POSITIVE_INFINITY,
    burst: () => number = () => 0,
  ) {
    this.#speed = speed;
    this.#mostTicksASecond = mostTicksASecond;
    this.#burst = burst;
  }

  restart(repeatedUntilMs: number): void {
    this.#repeatedUntilMs = repeatedUntilMs;
    this.#base = undefined;
  }

  /** How long until the tick is due; 0 when it is. */
  waitMs({ timeMs }: PriceTick, nowMs: number): number {
    if (this.#burst() > 0) this.#base = undefined;
    if (this.#speed === 'max' || this.#burst() > 0 || timeMs <= this.#repeatedUntilMs) return 0;
    const base = (this.#base ??= { eventMs: timeMs, nowMs });
    const waitMs = base.nowMs + (timeMs - base.eventMs) / this.#speed - nowMs;
    if (waitMs < -HELD_MS) this.#base = { eventMs: timeMs, nowMs };
    return Math.max(0, waitMs);
  }

  /** How long to rest after so many ticks at full speed; a speed that was asked for is kept by the ticks' times. */
  restMs(ticks: number, nowMs: number): number {
    const burst = this.#burst();
    if (burst > 0) return this.#restOfBurstMs((1000 * ticks) / burst, nowMs);
    return this.#speed === 'max' ? (1000 * ticks) / this.#mostTicksASecond : 0;
  }

  /** Timers are late by a millisecond or two, which is made up for. */
  #restOfBurstMs(lastsMs: number, nowMs: number): number {
    this.#burstDueMs = Math.max(this.#burstDueMs, nowMs - HELD_MS) + lastsMs;
    return Math.max(0, this.#burstDueMs - nowMs);
  }
}

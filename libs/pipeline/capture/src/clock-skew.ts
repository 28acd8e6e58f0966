export type ClockSkewReport = {
  readonly ticks: number;
  /** Ticks whose skew was beyond the limit, to either side. */
  readonly skewed: number;
  /** The skew farthest from zero, with its sign; 0 before the first tick. */
  readonly worstMs: number;
  /** The median of the latest skews: one late tick does not move it, a clock that is set does. */
  readonly typicalMs: number;
};

const LIMIT_MS = 5000;
/** Odd, so that the median is one of them; at one tick a second it follows a clock within a minute. */
const REMEMBERED = 101;

/**
 * How far the receiver's clock is from the exchange's: receive time minus tick time in milliseconds, positive when
 * the tick is late or the receiver's clock is ahead. It is told, never corrected: event time is the exchange's.
 * Only for live prices; a recording is as old as it is.
 */
export class ClockSkew {
  readonly #limitMs: number;
  readonly #latest = new Float64Array(REMEMBERED);
  #ticks = 0;
  #skewed = 0;
  #worstMs = 0;

  constructor(limitMs: number = LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  /** @param receivedMs epoch milliseconds by the receiver's clock, which may jump */
  see(tickMs: number, receivedMs: number): void {
    const skew = receivedMs - tickMs;
    this.#latest[this.#ticks % REMEMBERED] = skew;
    this.#ticks += 1;
    if (Math.abs(skew) > this.#limitMs) this.#skewed += 1;
    if (Math.abs(skew) > Math.abs(this.#worstMs)) this.#worstMs = skew;
  }

  report(): ClockSkewReport {
    const latest = this.#latest.slice(0, Math.min(this.#ticks, REMEMBERED)).sort();
    return {
      ticks: this.#ticks,
      skewed: this.#skewed,
      worstMs: this.#worstMs,
      typicalMs: latest[latest.length >> 1] ?? 0,
    };
  }
}

import { ClockSkew } from '@moving-ground/capture';
import type { Log } from './log.ts';

/** A recording is as old as it is; a clock that is a day wrong would be refused by AWS before it came this far. */
const LIVE_WITHIN_MS = 86_400_000;
const LIMIT_MS = 5_000;

export type ClockReport = {
  readonly typicalMs: number;
  readonly worstMs: number;
  readonly skewedTicks: number;
};

/** Tells how far this machine's clock is from the exchange's. Nothing depends on it: event time is the exchange's. */
export class ClockWatch {
  readonly #skew = new ClockSkew(LIMIT_MS);
  readonly #now: () => number;
  readonly #log: Log;
  #isTold = false;

  /** @param now epoch milliseconds */
  constructor(now: () => number, log: Log) {
    this.#now = now;
    this.#log = log;
  }

  see(tickMs: number): void {
    const nowMs = this.#now();
    if (Math.abs(nowMs - tickMs) < LIVE_WITHIN_MS) this.#skew.see(tickMs, nowMs);
  }

  /** Null while no live price has come. */
  get report(): ClockReport | null {
    const { ticks, skewed: skewedTicks, worstMs, typicalMs } = this.#skew.report();
    if (ticks === 0) return null;
    this.#tellOnce(typicalMs);
    return { typicalMs, worstMs, skewedTicks };
  }

  #tellOnce(typicalMs: number): void {
    const isOff = Math.abs(typicalMs) > LIMIT_MS;
    if (isOff && !this.#isTold) this.#log.warn({ event: 'clock-skewed', typicalMs });
    this.#isTold = isOff;
  }
}

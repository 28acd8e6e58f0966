import { midPrice, type StoredTick } from '@moving-ground/market';

/**
 * The last mid of each second, forward filled over gaps of at most `maxGapSeconds`; NaN where the last price is
 * older than that at the second's end. 8 bytes a second, whatever the number of ticks.
 */
export class PriceHistory {
  readonly #maxGapMs: number;
  #mids = new Float64Array(4096);
  #baseSecond = 0;
  #count = 0;
  #lastMs = NaN;
  #lastMid = NaN;
  #gaps = 0;
  #longestGapMs = 0;

  constructor(maxGapSeconds: number) {
    this.#maxGapMs = maxGapSeconds * 1000;
  }

  /** Gaps between two ticks that are longer than may be filled. */
  get gaps(): { readonly count: number; readonly longestSeconds: number } {
    return { count: this.#gaps, longestSeconds: this.#longestGapMs / 1000 };
  }

  /** Ticks in time order. */
  add(tick: StoredTick): void {
    const second = Math.floor(tick.timeMs / 1000);
    if (this.#count === 0) this.#baseSecond = second;
    else this.#noteGap(tick.timeMs - this.#lastMs);
    this.#fillTo(second);
    this.#lastMs = tick.timeMs;
    this.#lastMid = midPrice(tick);
    this.#mids[second - this.#baseSecond] = this.#lastMid;
  }

  /** No tick follows: the seconds newest first, so that the lags of a row lie one after the other. */
  finish(): ReversedSeconds {
    const mids = this.#mids.slice(0, this.#count).reverse();
    const invalidBefore = new Uint32Array(this.#count + 1);
    for (let i = 0; i < this.#count; i++)
      invalidBefore[i + 1] = (invalidBefore[i] as number) + (Number.isNaN(mids[i]) ? 1 : 0);
    return { mids, invalidBefore, newestSecond: this.#baseSecond + this.#count - 1 };
  }

  #noteGap(ms: number): void {
    if (ms <= this.#maxGapMs) return;
    this.#gaps += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, ms);
  }

  /** Seconds without a tick get the price before them, as long as it is not too old at their end. */
  #fillTo(second: number): void {
    const needed = second - this.#baseSecond + 1;
    if (needed > this.#mids.length) this.#grow(needed);
    for (let i = this.#count; i < needed; i++) {
      const endMs = (this.#baseSecond + i + 1) * 1000;
      this.#mids[i] = endMs - this.#lastMs <= this.#maxGapMs ? this.#lastMid : NaN;
    }
    this.#count = Math.max(this.#count, needed);
  }

  #grow(needed: number): void {
    const larger = new Float64Array(Math.max(needed, 2 * this.#mids.length));
    larger.set(this.#mids);
    this.#mids = larger;
  }
}

export type ReversedSeconds = {
  /** Newest second first. */
  readonly mids: Float64Array;
  /** How many of the first i seconds have no price that may be used. */
  readonly invalidBefore: Uint32Array;
  readonly newestSecond: number;
};

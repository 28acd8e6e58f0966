import type { FeatureSchema } from '../feature-schema.ts';

/** Why an order has no row. */
export type MissingHistory = 'shortHistory' | 'gap';

/**
 * One mid of each second, the last or the mean, newest first, so that the lags of a row lie one after the other:
 * 8 bytes a second. A second without a tick has the one of the second before it, at its end at most `maxGapSeconds`
 * old. Seconds of a longer silence are not held, since no row may reach across them: a weekend costs nothing.
 */
export class SecondMids {
  readonly #maxGapSeconds: number;
  readonly #keepSeconds: number;
  readonly #isMean: boolean;
  #mids = new Float64Array(4096);
  /** Seconds held, counted from the end of the array towards its beginning. */
  #size = 0;
  #first = Infinity;
  #last = -Infinity;
  #lastMs = -Infinity;
  /** Of the present second: its mids added up in the order of their ticks, and how many they are. */
  #sum = 0;
  #count = 0;
  /** Held seconds since the last gap, the present one included. */
  #unbroken = 0;
  #gaps = 0;
  #longestGapMs = 0;

  /** @param keepSeconds how many of the newest seconds will be asked for; all of them unless given */
  constructor(
    { maxGapSeconds, priceOfSecond }: Pick<FeatureSchema, 'maxGapSeconds' | 'priceOfSecond'>,
    keepSeconds = Infinity,
  ) {
    this.#maxGapSeconds = maxGapSeconds;
    this.#keepSeconds = keepSeconds;
    this.#isMean = priceOfSecond === 'mean';
  }

  get mids(): Float64Array {
    return this.#mids;
  }

  /** Silences that no price may bridge, and the longest of them from tick to tick. */
  get gaps(): { readonly count: number; readonly longestSeconds: number } {
    return { count: this.#gaps, longestSeconds: this.#longestGapMs / 1000 };
  }

  /** @throws RangeError when the tick is older than the one before */
  accept(timeMs: number, mid: number): void {
    if (timeMs < this.#lastMs) throw new RangeError(`a tick at ${timeMs} came after one at ${this.#lastMs}`);
    const second = Math.floor(timeMs / 1000);
    if (second !== this.#last) this.#begin(second, timeMs);
    this.#mids[this.#mids.length - this.#size] = this.#isMean ? this.#meanWith(mid) : mid;
    this.#lastMs = timeMs;
  }

  /** The place of the second before the newest tick's; where all seconds are kept it stays valid as more follow. */
  get place(): number {
    return this.#size - 2;
  }

  /** Where the second with this place lies in `mids` at present; the second before it is one further. */
  indexOf(place: number): number {
    return this.#mids.length - 1 - place;
  }

  /** Whether all of the `seconds` before the newest tick's second have a mid. */
  missing(seconds: number): MissingHistory | undefined {
    if (this.#last - seconds < this.#first) return 'shortHistory';
    return this.#unbroken - 1 < seconds ? 'gap' : undefined;
  }

  /** Added one after the other and divided once, all in float64: another order of adding would give other bits. */
  #meanWith(mid: number): number {
    this.#sum += mid;
    this.#count += 1;
    return this.#sum / this.#count;
  }

  #begin(second: number, timeMs: number): void {
    if (this.#size === 0) this.#first = second;
    else if (second - this.#last > this.#maxGapSeconds) this.#noteGap(timeMs);
    else this.#fillUntil(second);
    this.#push(NaN);
    this.#last = second;
    this.#sum = 0;
    this.#count = 0;
  }

  #noteGap(timeMs: number): void {
    this.#gaps += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, timeMs - this.#lastMs);
    this.#unbroken = 0;
  }

  #fillUntil(second: number): void {
    const mid = this.#mids[this.#mids.length - this.#size] as number;
    for (let silent = this.#last + 1; silent < second; silent++) this.#push(mid);
  }

  #push(mid: number): void {
    if (this.#size === this.#mids.length) this.#makeRoom();
    this.#size += 1;
    this.#unbroken += 1;
    this.#mids[this.#mids.length - this.#size] = mid;
  }

  /** Forgets what nobody will ask for when that is half of it or more; otherwise takes a larger array. */
  #makeRoom(): void {
    const keep = Math.min(this.#size, this.#keepSeconds);
    const length = 2 * keep > this.#mids.length ? 2 * this.#mids.length : this.#mids.length;
    const roomier = new Float64Array(length);
    roomier.set(this.#mids.subarray(0, keep), length - keep);
    this.#mids = roomier;
    this.#size = keep;
  }
}

const DAY_SECONDS = 86_400;

export type DayPrices = { readonly midOpen: number; readonly high: number; readonly low: number };

/**
 * First, highest and lowest mid of the UTC day, for recordings without mid_open, high or low. What an order sees of
 * them is its own tick and the seconds before its own, as with the lags: nothing else of its own second, be it earlier
 * or later. They begin with the first tick that is known, which need not be the day's first.
 */
export class DayStatistics {
  #second = -Infinity;
  /** Of the day's seconds before the present one. */
  #before = new Extremes();
  #present = new Extremes();

  /** Mids in time order. */
  accept(second: number, mid: number): void {
    if (second !== this.#second) this.#begin(second);
    this.#present.add(mid);
  }

  /** As an order sees them whose own tick is in the present second and has this mid. */
  seenWith(mid: number): DayPrices {
    const { first, highest, lowest } = this.#before;
    return {
      midOpen: Number.isNaN(first) ? mid : first,
      high: Math.max(highest, mid),
      low: Math.min(lowest, mid),
    };
  }

  #begin(second: number): void {
    const sameDay = Math.floor(second / DAY_SECONDS) === Math.floor(this.#second / DAY_SECONDS);
    if (sameDay) this.#before.include(this.#present);
    else this.#before.clear();
    this.#present.clear();
    this.#second = second;
  }
}

class Extremes {
  first = NaN;
  highest = -Infinity;
  lowest = Infinity;

  add(mid: number): void {
    if (Number.isNaN(this.first)) this.first = mid;
    if (mid > this.highest) this.highest = mid;
    if (mid < this.lowest) this.lowest = mid;
  }

  include(later: Extremes): void {
    if (Number.isNaN(this.first)) this.first = later.first;
    this.highest = Math.max(this.highest, later.highest);
    this.lowest = Math.min(this.lowest, later.lowest);
  }

  clear(): void {
    this.first = NaN;
    this.highest = -Infinity;
    this.lowest = Infinity;
  }
}

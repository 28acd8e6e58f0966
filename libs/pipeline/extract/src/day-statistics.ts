import { midPrice, type StoredTick } from '@moving-ground/market';

const DAY_MS = 86_400_000;

export type DayPrices = { readonly midOpen: number; readonly high: number; readonly low: number };

/**
 * First, highest and lowest mid of the UTC day so far, for recordings without mid_open, high or low. They begin with
 * the first tick that is known, which need not be the day's first.
 */
export class DayStatistics {
  readonly #derived = new Set<string>();
  #day = NaN;
  #first = NaN;
  #highest = NaN;
  #lowest = NaN;

  get derived(): readonly string[] {
    return ['mid_open', 'high', 'low'].filter((name) => this.#derived.has(name));
  }

  add(tick: StoredTick): void {
    const mid = midPrice(tick);
    const day = Math.floor(tick.timeMs / DAY_MS);
    if (day !== this.#day) {
      this.#day = day;
      this.#first = this.#highest = this.#lowest = mid;
    }
    if (mid > this.#highest) this.#highest = mid;
    if (mid < this.#lowest) this.#lowest = mid;
  }

  /** The tick's own values where it has them; the tick is the last one added. */
  pricesOf({ midOpen, high, low }: StoredTick): DayPrices {
    return {
      midOpen: midOpen ?? this.#derive('mid_open', this.#first),
      high: high ?? this.#derive('high', this.#highest),
      low: low ?? this.#derive('low', this.#lowest),
    };
  }

  #derive(name: string, value: number): number {
    this.#derived.add(name);
    return value;
  }
}

import { midPrice } from '@moving-ground/market';
import { windowSeconds, type FeatureSchema } from '../feature-schema.ts';
import { DayStatistics, type DayPrices } from './day-statistics.ts';
import type { RowTick } from './row-tick.ts';
import { SecondMids, type MissingHistory } from './second-mids.ts';

/** The ticks so far, as far as rows need them. */
export class PriceHistory {
  readonly seconds: SecondMids;
  readonly #day = new DayStatistics();
  readonly #windowSeconds: number;
  #ticks = 0;

  /** @param options.keepAll for rows of past orders; without it only rows of the newest tick can be made */
  constructor(schema: FeatureSchema, options: { readonly keepAll: boolean } = { keepAll: false }) {
    this.#windowSeconds = windowSeconds(schema);
    const keepSeconds = options.keepAll ? Infinity : this.#windowSeconds + 1;
    this.seconds = new SecondMids(schema, keepSeconds);
  }

  get ticks(): number {
    return this.#ticks;
  }

  /** Each tick once, in time order. @throws RangeError when it is older than the one before */
  accept(tick: RowTick): void {
    const mid = midPrice(tick);
    this.seconds.accept(tick.timeMs, mid);
    this.#day.accept(Math.floor(tick.timeMs / 1000), mid);
    this.#ticks += 1;
  }

  /** Why an order in the newest tick's second has no row, or undefined when it has one. */
  get missing(): MissingHistory | undefined {
    return this.seconds.missing(this.#windowSeconds);
  }

  /** The day's prices as an order sees them whose own tick is of the newest second and has this mid. */
  dayPrices(mid: number): DayPrices {
    return this.#day.seenWith(mid);
  }
}

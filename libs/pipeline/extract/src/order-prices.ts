import { midPrice, type StoredTick } from '@moving-ground/market';
import { DayStatistics } from './day-statistics.ts';
import { BatchContradicts } from './errors.ts';
import type { OrderRow } from './order-rows.ts';

/** Prices of each order's own tick. */
export type OrderPrices = {
  /** float64, one an order: what all of its row's prices are relative to. */
  readonly mids: Float64Array;
  /** bid, offer, mid_open, high, low minus the mid, rounded to float32; five an order. */
  readonly columns: Float32Array;
};

/** Finds the tick that each order was placed on, while the ticks go by in time order. */
export class OrderPriceFinder {
  readonly #orders: readonly OrderRow[];
  readonly #prices: OrderPrices;
  readonly #day = new DayStatistics();
  /** The first order that still waits for its tick. */
  #next = 0;

  constructor(orders: readonly OrderRow[]) {
    this.#orders = orders;
    this.#prices = { mids: new Float64Array(orders.length), columns: new Float32Array(5 * orders.length) };
  }

  /** Columns that the recording lacks and that were worked out from its mids. */
  get derived(): readonly string[] {
    return this.#day.derived;
  }

  /** @throws BatchContradicts when an order's tick is not there */
  add(tick: StoredTick): void {
    this.#day.add(tick);
    for (let i = this.#next; i < this.#orders.length; i++) {
      const order = this.#orders[i] as OrderRow;
      if (order.openMs > tick.timeMs) return;
      if (order.openMs < tick.timeMs) throw missing(order);
      if (order.openPrice !== tick.offer) return;
      this.#take(i, tick);
      this.#next = i + 1;
    }
  }

  finish(): OrderPrices {
    const waiting = this.#orders[this.#next];
    if (waiting) throw missing(waiting);
    return this.#prices;
  }

  #take(index: number, tick: StoredTick): void {
    const mid = midPrice(tick);
    const { midOpen, high, low } = this.#day.pricesOf(tick);
    this.#prices.mids[index] = mid;
    this.#prices.columns.set(
      [tick.bid - mid, tick.offer - mid, midOpen - mid, high - mid, low - mid],
      5 * index,
    );
  }
}

function missing({ id, openMs, openPrice }: OrderRow): BatchContradicts {
  return new BatchContradicts(
    `prices.csv has no tick at ${openMs} with the offer ${openPrice} that order ${id} was placed at`,
  );
}

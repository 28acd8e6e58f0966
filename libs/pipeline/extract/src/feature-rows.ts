import { PRICE_COLUMNS } from '@moving-ground/feature-schema';
import type { LagWindow } from './lag-window.ts';
import type { OrderPrices } from './order-prices.ts';

const PRICES = PRICE_COLUMNS.length;

/** Writes the row of one order: the prices of its own tick, then the lags. */
export class FeatureRows {
  readonly #prices: OrderPrices;
  readonly #lags: LagWindow;

  constructor(prices: OrderPrices, lags: LagWindow) {
    this.#prices = prices;
    this.#lags = lags;
  }

  /** @param order its index among the orders, @param at where in `rows` the row begins */
  write(order: number, openMs: number, rows: Float32Array, at: number): void {
    const { mids, columns } = this.#prices;
    for (let i = 0; i < PRICES; i++) rows[at + i] = columns[PRICES * order + i] as number;
    this.#lags.write(openMs, mids[order] as number, rows, at + PRICES);
  }
}

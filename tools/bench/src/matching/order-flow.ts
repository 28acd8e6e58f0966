import type { Order } from '@moving-ground/market';
import { seededRandom } from '@moving-ground/numeric';

export const ORDERS_A_TICK = 5;

/** The price before each tick, and the order that is placed ORDERS_A_TICK times on it. */
export type OrderFlow = { readonly prices: Float64Array; readonly orders: readonly Order[] };

/**
 * A walk in steps of a cent up or down. From the middle of a band of +-B cents a walk leaves after B^2 steps in the
 * mean, so with 5 orders a tick 5 B^2 are open in the mean: 300,000 at B = 245.
 */
export function orderFlow(ticks: number, open: number, seed: number): OrderFlow {
  const barrier = Math.round(Math.sqrt(open / ORDERS_A_TICK));
  const random = seededRandom(seed);
  const prices = new Float64Array(ticks);
  let cents = 1_000_000;
  const orders = Array.from(prices, (_, i) => {
    cents += random.uniform() < 0.5 ? -1 : 1;
    prices[i] = cents / 100;
    return orderAt(i, cents, barrier);
  });
  return { prices, orders };
}

function orderAt(tick: number, cents: number, barrier: number): Order {
  return {
    id: `${tick}-0`,
    openTimeMs: tick,
    openPrice: cents / 100,
    takeProfit: barrier / 100,
    stopLoss: barrier / 100,
    limitPrice: (cents + barrier) / 100,
    stopPrice: (cents - barrier) / 100,
  };
}

import type { Order } from '@moving-ground/market';
import { seededRandom } from '@moving-ground/numeric';

export const ORDERS_A_TICK = 5;

/** The price of each tick, and the ORDERS_A_TICK orders that are placed on it, one after the other. */
export type OrderFlow = { readonly prices: Float64Array; readonly orders: readonly Order[] };

export type FlowSettings = {
  readonly ticks: number;
  /** How many are open in the mean, once the first have closed. */
  readonly open: number;
  readonly seed: number;
  /** `shared`: all orders of a price have the same barriers. `apart`: no two orders have a barrier in common. */
  readonly barriers: 'shared' | 'apart';
};

/**
 * A walk in steps of a cent up or down. From the middle of a band of +-B cents a walk leaves after B^2 steps in the
 * mean, so with 5 orders a tick 5 B^2 are open in the mean: 300,000 at B = 245.
 */
export function orderFlow({ ticks, open, seed, barriers }: FlowSettings): OrderFlow {
  const barrier = Math.round(Math.sqrt(open / ORDERS_A_TICK));
  const [walk, apart] = [seededRandom(seed), seededRandom(seed + 1)];
  const prices = new Float64Array(ticks);
  const orders: Order[] = [];
  let cents = 1_000_000;
  for (let i = 0; i < ticks; i++) {
    cents += walk.uniform() < 0.5 ? -1 : 1;
    prices[i] = cents / 100;
    const shared = orderAt(i, cents, barrier);
    for (let k = 0; k < ORDERS_A_TICK; k++)
      orders.push(barriers === 'shared' ? shared : orderAt(i, cents, barrier + apart.uniform() / 2));
  }
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

import { byClosing, byOpening, spread } from '@moving-ground/market';
import type { BotSettings, Exit, Order, StoredTick, Transaction } from '@moving-ground/market';
import { OpenBook } from './open-book.ts';
import { isAfter, slotOf, slotServedBy, type Slot } from './slot.ts';

export type Dealings = {
  readonly opened: readonly Order[];
  /** In closing order. */
  readonly completed: readonly Transaction[];
};

const NONE: readonly never[] = [];
const NO_DEALINGS: Dealings = { opened: NONE, completed: NONE };
const BEFORE_ALL: Slot = { second: Number.NEGATIVE_INFINITY, index: 0 };

/**
 * The mock bot, in event time only: the same ticks give the same orders at any speed and across any restart.
 * Each tick first closes what it closes, then may open one order, so no order is closed by its own tick.
 */
export class Bot {
  readonly #settings: BotSettings;
  readonly #book = new OpenBook();
  #served: Slot;
  #wideTicks = 0;

  /**
   * @param openOrders those an earlier process left open
   * @param lastOrder the newest order ever placed, open or completed: its slot is not served again
   */
  constructor(settings: BotSettings, openOrders: readonly Order[], lastOrder?: Order) {
    this.#settings = settings;
    for (const order of [...openOrders].sort(byOpening)) this.#book.add(order);
    this.#served = lastOrder ? slotServedBy(lastOrder, settings.ordersPerSecond) : BEFORE_ALL;
  }

  get openOrderCount(): number {
    return this.#book.size;
  }

  /** Ticks not dealt on because their spread was wider than `widestSpread`. */
  get wideTicks(): number {
    return this.#wideTicks;
  }

  /** @param tick a tick on which the market deals, not older than the one before */
  onTick(tick: StoredTick): Dealings {
    if (spread(tick) > (this.#settings.widestSpread ?? Number.POSITIVE_INFINITY)) {
      this.#wideTicks += 1;
      return NO_DEALINGS;
    }
    const completed = this.#close(tick);
    const order = this.#open(tick);
    return { opened: order ? [order] : NONE, completed };
  }

  #close(tick: StoredTick): readonly Transaction[] {
    const completed: Transaction[] = [];
    const price = this.#settings.exitPrice === 'bid' ? tick.bid : tick.offer;
    const collect = (exit: Exit, take: () => Order | undefined): void => {
      for (let order = take(); order; order = take()) completed.push(complete(order, exit, tick, price));
    };
    // An order past its last moment is over, wherever the price went in the meantime.
    const lastOpening = tick.timeMs - (this.#settings.maxHoldingSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    collect('expired', () => this.#book.takeOpenedUntil(lastOpening));
    collect('take-profit', () => this.#book.takeLimit(price));
    collect('stop-loss', () => this.#book.takeStop(price));
    return completed.length === 0 ? NONE : completed.sort(byClosing);
  }

  #open(tick: StoredTick): Order | undefined {
    const slot = slotOf(tick.timeMs, this.#settings.ordersPerSecond);
    if (!isAfter(slot, this.#served)) return undefined;
    const order = place(tick, slot, this.#settings);
    // Without a spread, barriers measured in spreads have no width: the slot waits for a tick that has one.
    if (order.takeProfit <= 0 || order.stopLoss <= 0) return undefined;
    this.#served = slot;
    this.#book.add(order);
    return order;
  }
}

function place(tick: StoredTick, slot: Slot, settings: BotSettings): Order {
  const unit = settings.barrierUnit === 'spreads' ? spread(tick) : 1;
  const takeProfit = settings.takeProfit * unit;
  const stopLoss = settings.stopLoss * unit;
  return {
    id: `${slot.second}-${slot.index}`,
    openTimeMs: tick.timeMs,
    openPrice: tick.offer,
    takeProfit,
    stopLoss,
    limitPrice: tick.offer + takeProfit,
    stopPrice: tick.offer - stopLoss,
  };
}

function complete(order: Order, exit: Exit, tick: StoredTick, closePrice: number): Transaction {
  const nominalProfit = promised(order, exit) ?? closePrice - order.openPrice;
  return {
    ...order,
    closeTimeMs: tick.timeMs,
    closePrice,
    exit,
    outcome: nominalProfit > 0 ? 'profit' : 'loss',
    nominalProfit,
    actualProfit: tick.bid - order.openPrice,
  };
}

function promised(order: Order, exit: Exit): number | undefined {
  if (exit === 'take-profit') return order.takeProfit;
  return exit === 'stop-loss' ? -order.stopLoss : undefined;
}

import { byOpening } from '@moving-ground/market';
import type { BotSettings, Order, StoredTick, Transaction } from '@moving-ground/market';
import { closeOrders, isTooWide } from './close-orders.ts';
import { OpenBook } from './open-book.ts';
import { placeOrder } from './place-order.ts';
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
    if (isTooWide(tick, this.#settings)) {
      this.#wideTicks += 1;
      return NO_DEALINGS;
    }
    const completed = closeOrders(this.#book, tick, this.#settings);
    const order = this.#open(tick);
    return { opened: order ? [order] : NONE, completed };
  }

  #open(tick: StoredTick): Order | undefined {
    const slot = slotOf(tick.timeMs, this.#settings.ordersPerSecond);
    if (!isAfter(slot, this.#served)) return undefined;
    const order = placeOrder(tick, `${slot.second}-${slot.index}`, this.#settings);
    // Without a spread, barriers measured in spreads have no width: the slot waits for a tick that has one.
    if (!order) return undefined;
    this.#served = slot;
    this.#book.add(order);
    return order;
  }
}

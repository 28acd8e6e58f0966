import type { Order } from '@moving-ground/market';
import { PriceLevels } from './price-levels.ts';

/** Closed orders whose places may linger before they are swept, besides as many as are open. */
const SLACK = 64;

/** The open orders, found by what closes them: upper barrier, lower barrier, age. No operation scans them. */
export class OpenBook {
  /** In opening order; undefined where an order was that is closed, whichever of its exits was reached first. */
  readonly #orders: (Order | undefined)[] = [];
  readonly #byLimit = new PriceLevels();
  /** Keys negated: the highest stop price is on top. */
  readonly #byStop = new PriceLevels();
  #oldest = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Orders are added in opening order. */
  add(order: Order): void {
    const place = this.#orders.push(order) - 1;
    this.#byLimit.push(order.limitPrice, place);
    this.#byStop.push(-order.stopPrice, place);
    this.#size += 1;
  }

  /** Takes an order whose limit price is at most `price`. */
  takeLimit(price: number): Order | undefined {
    return this.#take(this.#byLimit, price);
  }

  /** Takes an order whose stop price is at least `price`. */
  takeStop(price: number): Order | undefined {
    return this.#take(this.#byStop, -price);
  }

  /** Takes the oldest order when it was opened at `openedMs` or before. */
  takeOpenedUntil(openedMs: number): Order | undefined {
    for (; this.#oldest < this.#orders.length; this.#oldest++) {
      const order = this.#orders[this.#oldest];
      if (order) return order.openTimeMs <= openedMs ? this.#close(this.#oldest, order) : undefined;
    }
    return undefined;
  }

  #take(levels: PriceLevels, limit: number): Order | undefined {
    for (let place = levels.popUpTo(limit); place !== undefined; place = levels.popUpTo(limit)) {
      const order = this.#orders[place];
      if (order) return this.#close(place, order);
    }
    return undefined;
  }

  #close(place: number, order: Order): Order {
    this.#orders[place] = undefined;
    this.#size -= 1;
    if (this.#orders.length > 2 * this.#size + SLACK) this.#sweep();
    return order;
  }

  /** Linear in the places, of which more than half are of closed orders: a few steps for each close. */
  #sweep(): void {
    const moved = new Int32Array(this.#orders.length).fill(-1);
    let kept = 0;
    for (let place = 0; place < moved.length; place++) {
      const order = this.#orders[place];
      if (order === undefined) continue;
      this.#orders[kept] = order;
      moved[place] = kept++;
    }
    this.#orders.length = kept;
    this.#oldest = 0;
    this.#byLimit.renumber(moved, kept);
    this.#byStop.renumber(moved, kept);
  }
}

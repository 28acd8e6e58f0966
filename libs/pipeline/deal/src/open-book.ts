import type { Order } from '@moving-ground/market';
import { keepOpen, PriceLevels, type Position } from './price-levels.ts';

/** Closed positions that may linger in a structure before it is swept, besides as many as are open. */
const SLACK = 64;

/** The open orders, found by what closes them: upper barrier, lower barrier, age. No operation scans them. */
export class OpenBook {
  readonly #byLimit = new PriceLevels();
  /** Keys negated: the highest stop price is on top. */
  readonly #byStop = new PriceLevels();
  readonly #byAge: Position[] = [];
  #oldest = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Orders are added in opening order. */
  add(order: Order): void {
    const position = { order, isOpen: true };
    this.#byLimit.push(order.limitPrice, position);
    this.#byStop.push(-order.stopPrice, position);
    this.#byAge.push(position);
    this.#size += 1;
  }

  /** Takes an order whose limit price is at most `price`. */
  takeLimit(price: number): Order | undefined {
    return this.#takeOpen(this.#byLimit, price);
  }

  /** Takes an order whose stop price is at least `price`. */
  takeStop(price: number): Order | undefined {
    return this.#takeOpen(this.#byStop, -price);
  }

  /** Takes the oldest order when it was opened at `openedMs` or before. */
  takeOpenedUntil(openedMs: number): Order | undefined {
    for (let oldest = this.#popOldest(openedMs); oldest; oldest = this.#popOldest(openedMs))
      if (oldest.isOpen) return this.#close(oldest);
    return undefined;
  }

  #popOldest(openedMs: number): Position | undefined {
    const oldest = this.#byAge[this.#oldest];
    if (oldest === undefined || oldest.order.openTimeMs > openedMs) return undefined;
    this.#oldest += 1;
    return oldest;
  }

  #takeOpen(levels: PriceLevels, limit: number): Order | undefined {
    for (let position = levels.popUpTo(limit); position; position = levels.popUpTo(limit))
      if (position.isOpen) return this.#close(position);
    return undefined;
  }

  #close(position: Position): Order {
    position.isOpen = false;
    this.#size -= 1;
    const bound = 2 * this.#size + SLACK;
    if (this.#byLimit.size > bound) this.#byLimit.sweep();
    if (this.#byStop.size > bound) this.#byStop.sweep();
    if (this.#byAge.length > bound) this.#sweepAges();
    return position.order;
  }

  #sweepAges(): void {
    keepOpen(this.#byAge);
    this.#oldest = 0;
  }
}

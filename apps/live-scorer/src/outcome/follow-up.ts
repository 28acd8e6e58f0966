import { closeOrders, isTooWide, OpenBook, placeOrder } from '@moving-ground/deal';
import { isTradeable, type BotSettings, type PriceTick, type Transaction } from '@moving-ground/market';
import type { Followed } from '../reading.ts';

/** An answer, and the reading that tells it. */
export type Scored = Pick<Followed, 'readingId' | 'askedAtMs' | 'score' | 'predictedLabel' | 'runId'>;

/** An order that waits for its answer, its end, or both. */
type Waiting = {
  readonly openTimeMs: number;
  scored: Scored | undefined;
  closed: Transaction | undefined;
};

/**
 * What a buy at each scored tick does, by the bot's own rules. The order is placed when the row is made, before any
 * later tick is seen; the score is added when the answer comes.
 */
export class FollowUp {
  readonly #settings: BotSettings;
  readonly #book = new OpenBook();
  /** By the order's id, in opening order, as a map keeps it. */
  readonly #waiting = new Map<string, Waiting>();
  #placed = 0;

  constructor(settings: BotSettings) {
    this.#settings = settings;
  }

  /** Orders that wait. */
  get open(): number {
    return this.#waiting.size;
  }

  /** When the oldest of them was placed; Infinity where none waits. */
  get oldestOpenMs(): number {
    for (const { openTimeMs } of this.#waiting.values()) return openTimeMs;
    return Infinity;
  }

  /** @returns the order's id; undefined where the bot would not deal on this tick */
  place(tick: PriceTick): string | undefined {
    if (!isTradeable(tick) || isTooWide(tick, this.#settings)) return undefined;
    const order = placeOrder(tick, String(this.#placed++), this.#settings);
    if (!order) return undefined;
    this.#book.add(order);
    this.#waiting.set(order.id, { openTimeMs: order.openTimeMs, scored: undefined, closed: undefined });
    return order.id;
  }

  /** The answer to an order's row. @returns what became of it where that is known already, as in a fast replay */
  score(id: string, scored: Scored): Followed | undefined {
    const waiting = this.#waiting.get(id);
    if (!waiting) return undefined;
    waiting.scored = scored;
    return this.#settle(id, waiting);
  }

  /** The order is not followed any more: there is no answer to it. */
  drop(id: string): void {
    this.#waiting.delete(id);
  }

  /** Drops the orders that were asked for at this moment or later: it is not certain who answered. */
  dropAskedSince(askedAtMs: number): void {
    for (const [id, { scored }] of this.#waiting)
      if (scored && scored.askedAtMs >= askedAtMs) this.#waiting.delete(id);
  }

  /** @returns the scores whose orders this tick closes, in closing order */
  onTick(tick: PriceTick): readonly Followed[] {
    if (!isTradeable(tick) || isTooWide(tick, this.#settings)) return [];
    return closeOrders(this.#book, tick, this.#settings).flatMap((order) => {
      const waiting = this.#waiting.get(order.id);
      if (!waiting) return [];
      waiting.closed = order;
      return this.#settle(order.id, waiting) ?? [];
    });
  }

  #settle(id: string, { scored, closed }: Waiting): Followed | undefined {
    if (!scored || !closed) return undefined;
    this.#waiting.delete(id);
    return followed(closed, scored);
  }
}

function followed(order: Transaction, scored: Scored): Followed {
  const { openTimeMs, closeTimeMs, openPrice, closePrice, exit, outcome, nominalProfit, actualProfit } =
    order;
  return {
    openTimeMs,
    ...scored,
    outcome,
    closeTimeMs,
    openPrice,
    closePrice,
    exit,
    nominalProfit,
    actualProfit,
  };
}

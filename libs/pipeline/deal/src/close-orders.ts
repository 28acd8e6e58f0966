import { byClosing, spread } from '@moving-ground/market';
import type { BotSettings, Exit, Order, PriceTick, Transaction } from '@moving-ground/market';
import type { OpenBook } from './open-book.ts';

const NONE: readonly never[] = [];

type ClosingTick = Pick<PriceTick, 'timeMs' | 'bid' | 'offer'>;

/** Whether the quote is too wide to place or close an order on. */
export function isTooWide(
  tick: Pick<PriceTick, 'bid' | 'offer'>,
  { widestSpread }: Pick<BotSettings, 'widestSpread'>,
): boolean {
  return spread(tick) > (widestSpread ?? Number.POSITIVE_INFINITY);
}

/**
 * Takes out of the book what the tick closes.
 * @param tick one on which the market deals, with a spread that is dealt on
 * @returns in closing order
 */
export function closeOrders(
  book: OpenBook,
  tick: ClosingTick,
  settings: BotSettings,
): readonly Transaction[] {
  const completed: Transaction[] = [];
  const price = settings.exitPrice === 'bid' ? tick.bid : tick.offer;
  const collect = (exit: Exit, take: () => Order | undefined): void => {
    for (let order = take(); order; order = take()) completed.push(complete(order, exit, tick, price));
  };
  // An order past its last moment is over, wherever the price went in the meantime.
  const lastOpening = tick.timeMs - (settings.maxHoldingSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  collect('expired', () => book.takeOpenedUntil(lastOpening));
  collect('take-profit', () => book.takeLimit(price));
  collect('stop-loss', () => book.takeStop(price));
  return completed.length === 0 ? NONE : completed.sort(byClosing);
}

function complete(order: Order, exit: Exit, tick: ClosingTick, closePrice: number): Transaction {
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

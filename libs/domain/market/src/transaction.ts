import type { Order } from './order.ts';

export const EXITS = ['take-profit', 'stop-loss', 'expired'] as const;

/** Why an order was closed. */
export type Exit = (typeof EXITS)[number];

export const OUTCOMES = ['profit', 'loss'] as const;

/** The label: profit is 1, loss is 0. */
export type Outcome = (typeof OUTCOMES)[number];

/** A completed order. */
export type Transaction = Order & {
  readonly closeTimeMs: number;
  /** The price on the exit side (`exitPrice` of the bot) at the closing tick. */
  readonly closePrice: number;
  readonly exit: Exit;
  readonly outcome: Outcome;
  /** What the barrier promises: +takeProfit, -stopLoss, or the difference of prices for an expired one. */
  readonly nominalProfit: number;
  /** What a real account would have got: the bid at the closing tick minus the offer paid. */
  readonly actualProfit: number;
};

/** Transactions in the order they were completed: close time, then id. This order decides batches. */
export function byClosing(a: Transaction, b: Transaction): number {
  return a.closeTimeMs - b.closeTimeMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

import type { Order } from '@moving-ground/market';

/** What is matched against: the orders that a price closes are taken away before new ones are added. */
export type Book = {
  readonly size: number;
  readonly add: (order: Order) => void;
  /** Takes away what closes at this price. @returns how many */
  readonly close: (price: number) => number;
};

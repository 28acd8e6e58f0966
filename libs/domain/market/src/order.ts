/** A mock buy order: placed at the offer, waiting for one of its barriers or its last moment. */
export type Order = {
  /** `{epoch second}-{slot}`: an order exists at most once in each slot of each second. */
  readonly id: string;
  readonly openTimeMs: number;
  /** The offer at the moment of the order. */
  readonly openPrice: number;
  /** Distances of the barriers from the open price, in price units, both positive. */
  readonly takeProfit: number;
  readonly stopLoss: number;
  readonly limitPrice: number;
  readonly stopPrice: number;
};

/** Orders by open time; ids of one second differ in their slot only, so comparing text is enough. */
export function byOpening(a: Order, b: Order): number {
  return a.openTimeMs - b.openTimeMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

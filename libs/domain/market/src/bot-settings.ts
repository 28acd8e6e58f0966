/** How the mock bot deals. */
export type BotSettings = {
  /** Slots a second is cut into; an order is placed on the first new tick of each slot. */
  readonly ordersPerSecond: number;
  /** Distances of the barriers from the open price, in `barrierUnit`. */
  readonly takeProfit: number;
  readonly stopLoss: number;
  /** `points`: the instrument's price units. `spreads`: multiples of the spread at the order. */
  readonly barrierUnit: 'points' | 'spreads';
  /** An order this old closes at the market as expired; null keeps it open for ever. */
  readonly maxHoldingSeconds: number | null;
  /** The side on which exits are tested: `offer` makes a paper label, `bid` pays the spread. */
  readonly exitPrice: 'offer' | 'bid';
  /**
   * In price units: on a tick with a wider spread no order is placed or closed. A quote widened for a moment moves
   * the offer by points without a trade, and could close every open order. Null: any spread will do.
   */
  readonly widestSpread: number | null;
};

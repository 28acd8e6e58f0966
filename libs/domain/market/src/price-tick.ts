export const MARKET_STATES = [
  'TRADEABLE',
  'CLOSED',
  'EDIT',
  'AUCTION',
  'AUCTION_NO_EDIT',
  'SUSPENDED',
  'CLOSINGSONLY',
  'DEALNOEDIT',
  'OFFLINE',
] as const;

export type MarketState = (typeof MARKET_STATES)[number];

/** One price change as the market published it. Prices are in the instrument's currency. */
export type PriceTick = {
  /** The exchange's own timestamp, epoch milliseconds UTC: event time, never the receiver's clock. */
  readonly timeMs: number;
  readonly bid: number;
  readonly offer: number;
  /** Absent where the source does not publish it (a recording of bid and offer only). */
  readonly midOpen: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly change: number | null;
  readonly changePercent: number | null;
  readonly marketState: MarketState;
  /** True when the source says that its prices are delayed. */
  readonly delayed: boolean;
};

/** A tick with its place among those of the same millisecond (0, 1, ...): together the natural key. */
export type StoredTick = PriceTick & { readonly sequence: number };

/** The mid price, in float64 in exactly this order, so that every engine agrees to the bit. */
export function midPrice(price: { readonly bid: number; readonly offer: number }): number {
  return (price.bid + price.offer) / 2;
}

/** The spread: what a round trip costs. */
export function spread(price: { readonly bid: number; readonly offer: number }): number {
  return price.offer - price.bid;
}

/** Orders are placed and closed only on such ticks. */
export function isTradeable(tick: PriceTick): boolean {
  return tick.marketState === 'TRADEABLE' && !tick.delayed;
}

/** Ticks as columns: the same index is the same tick. Times in epoch milliseconds, prices in price units. */
export type TickColumns = {
  readonly ms: readonly number[];
  readonly bid: readonly number[];
  readonly offer: readonly number[];
};

/** What has to be known of the market once. */
export type MarketView = {
  readonly instrument: string;
  /** How far back the model sees. */
  readonly windowSeconds: number;
  /** A longer silence than this is a gap. */
  readonly maxGapSeconds: number;
  /** Exits are tested on the side of the entry: a profit has not paid the spread. */
  readonly paperLabel: boolean;
  /** A store of prices is named: without one there is no market to show. */
  readonly hasStore: boolean;
};

export type DealView = {
  readonly openMs: number;
  readonly openPrice: number;
  /** Null while the order is open. */
  readonly closeMs: number | null;
  readonly closePrice: number | null;
  readonly exit: 'take-profit' | 'stop-loss' | 'expired' | null;
};

/** How far the streamer is, asked once a second. */
export type CaptureView = {
  readonly ticks: number;
  readonly openOrders: number;
  readonly completed: number;
  readonly towardsBatch: number;
  readonly batchSize: number;
  readonly lastTickMs: number | null;
  /** The newest orders, open and closed. */
  readonly deals: readonly DealView[];
};

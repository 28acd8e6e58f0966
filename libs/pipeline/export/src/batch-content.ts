import type { BotSettings, StoredTick, Transaction } from '@moving-ground/market';

export type BatchContent = {
  /** In closing order. */
  readonly transactions: readonly Transaction[];
  /** Of the batch's price span, in time order. */
  readonly ticks: AsyncIterable<readonly StoredTick[]>;
  /** Orders placed within the batch's span that were open when it was full. */
  readonly ordersStillOpen: number;
  readonly instrument: string;
  readonly schemaVersion: string;
  readonly exitPrice: BotSettings['exitPrice'];
};

import type { PriceTick } from '@moving-ground/market';

/** What a row takes of a tick: its time in epoch milliseconds UTC, its prices and, where the source tells them, the day's. */
export type RowTick = Pick<PriceTick, 'timeMs' | 'bid' | 'offer'> &
  Partial<Pick<PriceTick, 'midOpen' | 'high' | 'low'>>;

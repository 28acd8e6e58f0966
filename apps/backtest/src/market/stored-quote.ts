import { midPrice, type StoredTick } from '@moving-ground/market';
import type { DaySoFar } from './day-so-far.ts';

export type Quote = { readonly timeMs: number; readonly bid: number; readonly offer: number };

/** A tick of a market that is made up from another, or from nothing: the day's figures follow from its own prices. */
export function storedQuote(quote: Quote, sequence: number, day: DaySoFar): StoredTick {
  day.see(quote.timeMs, midPrice(quote));
  return {
    ...quote,
    sequence,
    midOpen: day.open,
    high: day.high,
    low: day.low,
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

import type { PriceTick } from '@moving-ground/market';

export const START = Date.UTC(2026, 0, 5, 10);

export function tickAt(offsetMs: number, bid = 6500, offer = bid + 36): PriceTick {
  return {
    timeMs: START + offsetMs,
    bid,
    offer,
    midOpen: 6400,
    high: 6600,
    low: 6300,
    change: 1,
    changePercent: 0.1,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

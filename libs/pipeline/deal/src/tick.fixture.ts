import type { StoredTick } from '@moving-ground/market';

export const SECOND = 1_767_607_200;

export function tickAt(offsetMs: number, offer: number, spread = 36): StoredTick {
  return {
    timeMs: SECOND * 1000 + offsetMs,
    sequence: 0,
    bid: offer - spread,
    offer,
    midOpen: null,
    high: null,
    low: null,
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

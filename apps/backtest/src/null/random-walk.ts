import type { StoredTick } from '@moving-ground/market';
import { seededRandom } from '@moving-ground/numeric';
import { DaySoFar } from '../market/day-so-far.ts';
import { storedQuote } from '../market/stored-quote.ts';

/** A Monday. */
const START_MS = Date.UTC(2026, 0, 5);
const LEVEL = 1_300;

export type RandomWalkSettings = {
  readonly seconds: number;
  /** Offer minus bid, always. */
  readonly spread: number;
  /** Of a second's step, in price units. */
  readonly deviation: number;
};

/** A price each second that nothing can tell in advance. */
export function randomWalk({ seconds, spread, deviation }: RandomWalkSettings, seed: number): StoredTick[] {
  const random = seededRandom(seed);
  const day = new DaySoFar();
  let mid = LEVEL;
  return Array.from({ length: seconds }, (_, second) => {
    mid += deviation * random.normal();
    const timeMs = START_MS + second * 1000 + random.integer(1000);
    return storedQuote({ timeMs, ...around(mid, spread) }, 0, day);
  });
}

/** To a tenth of a cent, as gold is quoted, with the offer rounded and the spread kept. */
export function around(mid: number, spread: number): { readonly bid: number; readonly offer: number } {
  const offer = rounded(mid + spread / 2);
  return { bid: rounded(offer - spread), offer };
}

export function rounded(price: number): number {
  return Math.round(price * 1000) / 1000;
}

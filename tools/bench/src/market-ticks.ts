import type { PriceTick } from '@moving-ground/market';
import { seededRandom } from '@moving-ground/numeric';

const START_MS = Date.UTC(2026, 0, 5);
const MEAN_GAP_MS = 250;
/** In cents: with about four ticks a second a band of +-10.00 is left after a minute in the mean. */
const STEP_CENTS = 65;
const SPREAD_CENTS = 3_600;

/** A random walk of a price around 6,500, about four ticks a second; every tick differs from the one before. */
export function* marketTicks(count: number, seed: number): Generator<PriceTick> {
  const random = seededRandom(seed);
  const openCents = 650_000;
  let [timeMs, midCents, highCents, lowCents] = [START_MS, openCents, openCents, openCents];
  for (let i = 0; i < count; i++) {
    timeMs += Math.max(1, Math.round(-MEAN_GAP_MS * Math.log(1 - random.uniform())));
    midCents += Math.round(STEP_CENTS * random.normal() + (openCents - midCents) / 1e5);
    highCents = Math.max(highCents, midCents);
    lowCents = Math.min(lowCents, midCents);
    yield {
      timeMs,
      bid: (midCents - SPREAD_CENTS / 2) / 100,
      offer: (midCents + SPREAD_CENTS / 2) / 100,
      midOpen: openCents / 100,
      high: highCents / 100,
      low: lowCents / 100,
      change: (midCents - openCents) / 100,
      changePercent: Math.round(((midCents - openCents) / openCents) * 10_000) / 100 + 0,
      marketState: 'TRADEABLE',
      delayed: false,
    };
  }
}

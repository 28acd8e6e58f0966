import type { PriceTick } from '@moving-ground/market';
import { seededRandom, type SeededRandom } from '@moving-ground/numeric';

export type SyntheticSettings = { readonly seed: number; readonly startMs: number };

/** The article's price level; the spread IG charged on Bitcoin then, the same at every tick. */
const START_MID = 6_500;
const SPREAD = 36;
const TICKS_PER_CHUNK = 500;
/** Four ticks a second on average. */
const MEAN_WAIT_MS = 250;
const DAY_MS = 86_400_000;

/**
 * Regimes of some minutes: volatility in dollars per square root of a second, and drift in dollars a second. A
 * random walk leaves +-10 dollars after (10 / sigma)^2 seconds on average: about a minute at sigma 1.3. The drifts
 * are mild and end by chance. They are there so that a model can find a little; that it does says nothing about any
 * real market.
 */
const REGIMES = [
  { sigma: 1.1, drift: 0 },
  { sigma: 1.3, drift: 0.05 },
  { sigma: 1.3, drift: -0.05 },
  { sigma: 1.7, drift: 0 },
] as const;
const MEAN_REGIME_SECONDS = 300;

type Day = { readonly day: number; readonly open: number; high: number; low: number };

/** An endless market, open day and night; the same seed gives the same ticks. */
export function* syntheticMarket({ seed, startMs }: SyntheticSettings): Generator<readonly PriceTick[]> {
  const random = seededRandom(seed);
  let timeMs = startMs;
  let mid = START_MID;
  let day = beginDay(timeMs, mid);
  let regime: (typeof REGIMES)[number] = REGIMES[0];
  let regimeEndsMs = startMs;
  for (;;) {
    const ticks: PriceTick[] = [];
    while (ticks.length < TICKS_PER_CHUNK) {
      if (timeMs >= regimeEndsMs) {
        regime = REGIMES[random.integer(REGIMES.length)] ?? REGIMES[0];
        regimeEndsMs = timeMs + exponential(random) * MEAN_REGIME_SECONDS * 1000;
      }
      const waitMs = 1 + Math.floor(exponential(random) * MEAN_WAIT_MS);
      timeMs += waitMs;
      mid = walk(mid, waitMs / 1000, regime, random);
      day = Math.floor(timeMs / DAY_MS) === day.day ? day : beginDay(timeMs, mid);
      ticks.push(tickAt(timeMs, mid, day));
    }
    yield ticks;
  }
}

function walk(
  mid: number,
  seconds: number,
  { sigma, drift }: (typeof REGIMES)[number],
  random: SeededRandom,
): number {
  const moved = mid + drift * seconds + sigma * Math.sqrt(seconds) * random.normal();
  // Far from the article's level the walk is pulled back, so that it stays a Bitcoin price for ever.
  return round(Math.max(100, moved + (START_MID - moved) * 1e-6 * seconds));
}

function tickAt(timeMs: number, mid: number, day: Day): PriceTick {
  day.high = Math.max(day.high, mid);
  day.low = Math.min(day.low, mid);
  const change = round(mid - day.open);
  return {
    timeMs,
    bid: round(mid - SPREAD / 2),
    offer: round(mid + SPREAD / 2),
    midOpen: day.open,
    high: day.high,
    low: day.low,
    change,
    changePercent: round((100 * change) / day.open),
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

function beginDay(timeMs: number, mid: number): Day {
  return { day: Math.floor(timeMs / DAY_MS), open: mid, high: mid, low: mid };
}

function exponential(random: SeededRandom): number {
  return -Math.log(1 - random.uniform());
}

function round(price: number): number {
  return Math.round(price * 100) / 100;
}

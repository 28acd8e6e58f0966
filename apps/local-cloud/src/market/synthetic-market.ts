import type { PriceTick } from '@moving-ground/market';
import { seededRandom, type SeededRandom } from '@moving-ground/numeric';
import { DayFigures } from './day-figures.ts';

export type SyntheticMarketSettings = {
  readonly seed: number;
  /** Event time of the beginning. */
  readonly startMs: number;
};

/** The price level of the article's instrument, and what the price is drawn back to. */
const LEVEL = 6_500;
/** A CFD's: constant, in cents, half of it on each side of the mid. */
const SPREAD_CENTS = 3_600;
const MEAN_GAP_MS = 250;
/**
 * Dollars per square root of a second, in the calm and in the lively regime. Around 1.3 on average, a walk leaves
 * a band of +-10 after (10 / 1.3)^2 = 59 s in the mean.
 */
const VOLATILITIES = [1.05, 1.55] as const;
/**
 * Dollars per second. With 0.04 against a volatility of 1.3 the upper barrier of +-10 comes first with probability
 * 1 / (1 + exp(-2 * 0.04 * 10 / 1.69)) = 0.62; half of the time there is no drift.
 */
const DRIFTS = [-0.04, 0, 0.04, 0] as const;
const MEAN_VOLATILITY_MS = 20 * 60_000;
const MEAN_DRIFT_MS = 10 * 60_000;
/** Per second: keeps the price within some 300 dollars of its level, 1.69 / (2 * 1.35e-5) = 250^2 without drifts. */
const REVERSION = 1.35e-5;

/**
 * An endless random Bitcoin market, the same for the same seed, open at all times: about four ticks a second, a
 * random walk with regimes of volatility and short-lived drifts.
 *
 * The drifts are put in on purpose, so that a model can find a little in the past prices and the pipeline has
 * something to promote. What a model earns here is no evidence of any skill in a real market.
 */
export function* syntheticMarket({ seed, startMs }: SyntheticMarketSettings): Generator<PriceTick, never> {
  const random = seededRandom(seed);
  const drift = new Regime(random, DRIFTS, MEAN_DRIFT_MS, startMs);
  const volatility = new Regime(random, VOLATILITIES, MEAN_VOLATILITY_MS, startMs);
  const day = new DayFigures();
  let price = LEVEL;
  let timeMs = startMs;
  for (;;) {
    const gapMs = waitMs(random, MEAN_GAP_MS);
    timeMs += gapMs;
    const seconds = gapMs / 1000;
    const pull = drift.at(timeMs) + REVERSION * (LEVEL - price);
    price += pull * seconds + volatility.at(timeMs) * Math.sqrt(seconds) * random.normal();
    yield tickAt(timeMs, price, day);
  }
}

/** At least a millisecond, exponentially distributed: ticks come as they like, not by the clock. */
function waitMs(random: SeededRandom, mean: number): number {
  return Math.max(1, Math.round(-mean * Math.log(1 - random.uniform())));
}

function tickAt(timeMs: number, price: number, day: DayFigures): PriceTick {
  const bidCents = Math.round(price * 100) - SPREAD_CENTS / 2;
  const bid = bidCents / 100;
  const offer = (bidCents + SPREAD_CENTS) / 100;
  day.see(timeMs, bidCents + SPREAD_CENTS / 2);
  return {
    timeMs,
    bid,
    offer,
    midOpen: day.openCents / 100,
    high: day.highCents / 100,
    low: day.lowCents / 100,
    change: day.changeCents / 100,
    changePercent: day.changePercent,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

/** One of several values at a time, each for an exponentially distributed while. */
class Regime {
  readonly #random: SeededRandom;
  readonly #values: readonly number[];
  readonly #meanMs: number;
  #value: number;
  #untilMs: number;

  constructor(random: SeededRandom, values: readonly number[], meanMs: number, startMs: number) {
    this.#random = random;
    this.#values = values;
    this.#meanMs = meanMs;
    this.#value = this.#draw();
    this.#untilMs = startMs + waitMs(random, meanMs);
  }

  at(timeMs: number): number {
    while (timeMs >= this.#untilMs) {
      this.#value = this.#draw();
      this.#untilMs += waitMs(this.#random, this.#meanMs);
    }
    return this.#value;
  }

  #draw(): number {
    return this.#values[this.#random.integer(this.#values.length)] ?? 0;
  }
}

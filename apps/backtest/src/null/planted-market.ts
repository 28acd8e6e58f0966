import type { StoredTick } from '@moving-ground/market';
import { seededRandom, type SeededRandom } from '@moving-ground/numeric';
import { DaySoFar } from '../market/day-so-far.ts';
import { storedQuote } from '../market/stored-quote.ts';
import { driftsFor, type Drifts, type Stretches } from './drift-for.ts';
import { rounded, type RandomWalkSettings } from './random-walk.ts';

export type PlantedSettings = RandomWalkSettings & {
  /** Of orders placed while the price drifts up: the best that can be known. */
  readonly precision: number;
  /** Share of all profits that these orders make. */
  readonly recall: number;
  /** Distance of both barriers. */
  readonly barrier: number;
};

export type PlantedMarket = {
  readonly ticks: StoredTick[];
  /** Whether the price drifted up when an order was placed: what whoever knows the signal knows. */
  readonly rises: (timeMs: number) => boolean;
};

const START_MS = Date.UTC(2026, 0, 5);
const LEVEL = 1_300;
/** Mean length of a stretch of rising prices. */
const RISING_SECONDS = 20;
/** How much wider the spread is while prices rise; the bid moves, orders are dealt on the offer. */
const MARK = 0.02;
/**
 * A random walk that drifts up in some stretches and down, less, in all others, so that as many orders are profits as
 * losses.
 */
export function plantedMarket(settings: PlantedSettings, seed: number): PlantedMarket {
  const { seconds, spread, deviation } = settings;
  const random = seededRandom(seed);
  const rising = risingSeconds(settings, random);
  const drifts = driftsOf(settings);
  const day = new DaySoFar();
  let mid = LEVEL;
  const ticks = Array.from({ length: seconds }, (_, second) => {
    const rises = rising[second] === 1;
    mid += deviation * random.normal() + (rises ? drifts.rising : drifts.resting);
    const timeMs = START_MS + second * 1000 + random.integer(1000);
    const offer = rounded(mid + spread / 2);
    const bid = rounded(offer - spread - (rises ? MARK : 0));
    return storedQuote({ timeMs, bid, offer }, 0, day);
  });
  return { ticks, rises: (timeMs) => rising[Math.floor((timeMs - START_MS) / 1000)] === 1 };
}

/** Half of all orders are profits, and `recall` of them are made while prices rise. */
function shareOfRising({ precision, recall }: PlantedSettings): number {
  return (0.5 * recall) / precision;
}

function stretchesOf(settings: PlantedSettings): Stretches {
  const share = shareOfRising(settings);
  const ending = 1 / RISING_SECONDS;
  const { deviation, barrier } = settings;
  return { deviation, barrier, ending, beginning: (ending * share) / (1 - share) };
}

function driftsOf(settings: PlantedSettings): Drifts {
  const share = shareOfRising(settings);
  const { precision } = settings;
  return driftsFor(
    { rising: precision, resting: (0.5 - share * precision) / (1 - share) },
    stretchesOf(settings),
  );
}

/** Stretches of exponential length: those at rest as much longer as the share asks for. */
function risingSeconds(settings: PlantedSettings, random: SeededRandom): Uint8Array {
  const share = shareOfRising(settings);
  const { ending, beginning } = stretchesOf(settings);
  const rising = new Uint8Array(settings.seconds);
  let rises = random.uniform() < share;
  for (let second = 0; second < rising.length; second++) {
    if (random.uniform() < (rises ? ending : beginning)) rises = !rises;
    rising[second] = rises ? 1 : 0;
  }
  return rising;
}

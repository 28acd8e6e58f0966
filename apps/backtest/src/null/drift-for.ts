import { seededRandom, type SeededRandom } from '@moving-ground/numeric';

/** What happens to a price that is seen once a second, in and between two kinds of stretches. */
export type Stretches = {
  /** Of a second's step. */
  readonly deviation: number;
  /** Distance of both barriers. */
  readonly barrier: number;
  /** Chance, each second, that a stretch of rising prices ends, or begins. */
  readonly ending: number;
  readonly beginning: number;
};

export type Drifts = { readonly rising: number; readonly resting: number };

/** With 20,000 walks a share is known to .0035. */
const WALKS = 20_000;
const MOST_STEPS = 1_000;
const HALVINGS = 12;
/** Each drift moves the other's share a little: after three rounds nothing changes any more. */
const ROUNDS = 3;

/**
 * The drifts with which an order placed in a stretch of rising prices, and one placed elsewhere, leave the band of
 * +-barrier at the upper side with the given chances. By halving, over the same seeded steps at every trial, so that
 * the chance rises with the drift.
 */
export function driftsFor(wanted: Drifts, stretches: Stretches): Drifts {
  let drifts: Drifts = { rising: 0, resting: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { resting } = drifts;
    const rising = solved(wanted.rising, stretches, (drift) => [{ rising: drift, resting }, true]);
    drifts = {
      rising,
      resting: solved(wanted.resting, stretches, (drift) => [{ rising, resting: drift }, false]),
    };
  }
  return drifts;
}

type Trial = (drift: number) => readonly [drifts: Drifts, beginsRising: boolean];

function solved(chance: number, stretches: Stretches, trial: Trial): number {
  let [low, high] = [-2 * stretches.deviation, 2 * stretches.deviation];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (shareAbove(stretches, ...trial(middle)) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function shareAbove(stretches: Stretches, drifts: Drifts, beginsRising: boolean): number {
  const random = seededRandom(1);
  let above = 0;
  for (let walk = 0; walk < WALKS; walk++) if (leavesAbove(stretches, drifts, beginsRising, random)) above++;
  return above / WALKS;
}

function leavesAbove(
  { deviation, barrier, ending, beginning }: Stretches,
  drifts: Drifts,
  beginsRising: boolean,
  random: SeededRandom,
): boolean {
  let [price, rises] = [0, beginsRising];
  for (let count = 0; count < MOST_STEPS && Math.abs(price) < barrier; count++) {
    if (random.uniform() < (rises ? ending : beginning)) rises = !rises;
    price += (rises ? drifts.rising : drifts.resting) + deviation * random.normal();
  }
  return price >= barrier;
}

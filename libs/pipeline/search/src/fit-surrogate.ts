import type { SeededRandom } from '@moving-ground/numeric';
import { minimize } from '@moving-ground/numeric';
import type { Observations } from './observations.ts';
import type { SurrogateParameters } from './surrogate-parameters.ts';
import { startVector, unpack, vectorBounds } from './surrogate-parameters.ts';
import { surrogatePosterior } from './surrogate-posterior.ts';

/** Starts besides the prior's own: the posterior may have several peaks. */
const RANDOM_STARTS = 2;
const MAX_ITERATIONS = 100;

function randomStart(ranges: number, random: SeededRandom): Float64Array {
  return startVector(ranges).map((value, i) => (i < ranges ? value + random.normal() : value));
}

/** The most probable parameters given the observations (MAP), by L-BFGS from several starts. */
export function fitSurrogate(observations: Observations, random: SeededRandom): SurrogateParameters {
  const ranges = observations.space.rangeCount;
  const posterior = surrogatePosterior(observations);
  const options = { ...vectorBounds(ranges), maxIterations: MAX_ITERATIONS, tolerance: 1e-4 };
  const starts = [
    startVector(ranges),
    ...Array.from({ length: RANDOM_STARTS }, () => randomStart(ranges, random)),
  ];
  const minima = starts.map((start) => minimize(posterior, start, options));
  return unpack(minima.reduce((best, each) => (each.value < best.value ? each : best)).point);
}

import type { Objective, SeededRandom } from '@moving-ground/numeric';
import { choleskyWithJitter, inverseFromFactor, minimize } from '@moving-ground/numeric';
import { matern, maternSlope } from './matern.ts';
import type { Observations } from './observations.ts';
import { scaledDistance, squaredDifferences } from './observations.ts';
import type { SurrogateParameters } from './surrogate-parameters.ts';
import { addPrior, startVector, unpack, vectorBounds } from './surrogate-parameters.ts';

export const JITTER = 1e-9;

/** Starts besides the prior's own: the posterior may have several peaks. */
const RANDOM_STARTS = 2;
const MAX_ITERATIONS = 100;

/** The squared differences of every pair of points, by pair i * n + j with j < i. */
function pairDifferences({ space, points }: Observations): readonly (Float64Array | undefined)[] {
  return points.flatMap((a, i) =>
    points.map((b, j) => (j < i ? squaredDifferences(space, a, b) : undefined)),
  );
}

function covariance(n: number, distances: Float64Array, { scale, noise }: SurrogateParameters): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[i * n + j] = scale * matern(distances[i * n + j] as number);
    matrix[i * n + i] = scale + noise;
  }
  return matrix;
}

function multiply(matrix: Float64Array, n: number, x: Float64Array): Float64Array {
  return x.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (matrix[i * n + j] as number) * (x[j] as number);
    return sum;
  });
}

/** The negative logarithm of the posterior of the parameters, with its gradient. */
class SurrogatePosterior {
  readonly #n: number;
  readonly #targets: Float64Array;
  readonly #differences: readonly (Float64Array | undefined)[];

  constructor(observations: Observations) {
    this.#n = observations.points.length;
    this.#targets = observations.targets;
    this.#differences = pairDifferences(observations);
  }

  readonly evaluate: Objective = (vector, gradient) => {
    const n = this.#n;
    const parameters = unpack(vector);
    const distances = Float64Array.from(this.#differences, (differences) =>
      differences === undefined ? 0 : scaledDistance(differences, parameters.inverseBandwidths),
    );
    const factor = choleskyWithJitter(covariance(n, distances, parameters), n, JITTER);
    const inverse = inverseFromFactor(factor, n);
    const residuals = this.#targets.map((target) => target - parameters.mean);
    const weights = multiply(inverse, n, residuals);
    let value = 0;
    for (let i = 0; i < n; i++) {
      value +=
        ((residuals[i] as number) * (weights[i] as number)) / 2 + Math.log(factor[i * n + i] as number);
    }
    gradient.fill(0);
    this.#addLikelihood({ parameters, distances, inverse, weights }, gradient);
    return value + addPrior(vector, gradient);
  };

  /** Half the trace of (inverse - weights weights') dK/dp for each parameter p. */
  #addLikelihood(
    at: {
      readonly parameters: SurrogateParameters;
      readonly distances: Float64Array;
      readonly inverse: Float64Array;
      readonly weights: Float64Array;
    },
    gradient: Float64Array,
  ): void {
    const n = this.#n;
    const { parameters, distances, inverse, weights } = at;
    const { scale, noise, inverseBandwidths } = parameters;
    const ranges = inverseBandwidths.length;
    let byScale = 0;
    let byNoise = 0;
    for (let i = 0; i < n; i++) {
      const own = (inverse[i * n + i] as number) - (weights[i] as number) ** 2;
      byScale += (own * scale) / 2;
      byNoise += (own * noise) / 2;
      for (let j = 0; j < i; j++) {
        const pair = i * n + j;
        const share = (inverse[pair] as number) - (weights[i] as number) * (weights[j] as number);
        const distance = distances[pair] as number;
        byScale += share * scale * matern(distance);
        this.#addBandwidths(pair, 2 * share * scale * maternSlope(distance), inverseBandwidths, gradient);
      }
    }
    gradient[ranges] = byScale;
    gradient[ranges + 1] = byNoise;
    gradient[ranges + 2] = -weights.reduce((sum, weight) => sum + weight, 0);
  }

  /** d distance / d log b = 2 b^2 difference; the 2 is in `factor`. */
  #addBandwidths(pair: number, factor: number, widths: Float64Array, gradient: Float64Array): void {
    const differences = this.#differences[pair];
    if (differences === undefined) return;
    for (let range = 0; range < widths.length; range++) {
      const width = widths[range] as number;
      const slope = factor * width * width * (differences[range] as number);
      gradient[range] = (gradient[range] as number) + slope;
    }
  }
}

function randomStart(ranges: number, random: SeededRandom): Float64Array {
  return startVector(ranges).map((value, i) => (i < ranges ? value + random.normal() : value));
}

/** The negative log posterior of the parameters by their vector, for tests of its gradient. */
export function surrogatePosterior(observations: Observations): Objective {
  return new SurrogatePosterior(observations).evaluate;
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

import type { Objective } from '@moving-ground/numeric';
import { choleskyWithJitter, inverseFromFactor } from '@moving-ground/numeric';
import { matern, maternSlope } from './matern.ts';
import type { Observations } from './observations.ts';
import { scaledDistance, squaredDifferences } from './observations.ts';
import type { SurrogateParameters } from './surrogate-parameters.ts';
import { addPrior, unpack, warpingAt } from './surrogate-parameters.ts';
import { shapeSlopes, warpedPoint, type Warping } from './warping.ts';

export const JITTER = 1e-9;

/** The slopes of a warped point's coordinates by the logarithms of the two powers of their ranges. */
type ShapeSlopes = { readonly byA: Float64Array; readonly byB: Float64Array };

type Evaluated = {
  readonly parameters: SurrogateParameters;
  readonly points: readonly Float64Array[];
  readonly distances: Float64Array;
  readonly inverse: Float64Array;
  readonly weights: Float64Array;
};

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
  readonly #observations: Observations;

  constructor(observations: Observations) {
    this.#n = observations.points.length;
    this.#observations = observations;
  }

  readonly evaluate: Objective = (vector, gradient) => {
    const n = this.#n;
    const { space, targets } = this.#observations;
    const parameters = unpack(vector);
    const points = this.#observations.points.map((point) => warpedPoint(space, point, parameters.warpings));
    const distances = this.#distances(points, parameters);
    const factor = choleskyWithJitter(covariance(n, distances, parameters), n, JITTER);
    const inverse = inverseFromFactor(factor, n);
    const residuals = targets.map((target) => target - parameters.mean);
    const weights = multiply(inverse, n, residuals);
    let value = 0;
    for (let i = 0; i < n; i++) {
      value +=
        ((residuals[i] as number) * (weights[i] as number)) / 2 + Math.log(factor[i * n + i] as number);
    }
    gradient.fill(0);
    this.#addLikelihood({ parameters, points, distances, inverse, weights }, gradient);
    return value + addPrior(vector, gradient);
  };

  /** By pair i * n + j with j < i. */
  #distances(points: readonly Float64Array[], { inverseBandwidths }: SurrogateParameters): Float64Array {
    const n = this.#n;
    const distances = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const differences = squaredDifferences(
          this.#observations.space,
          points[i] as Float64Array,
          points[j] as Float64Array,
        );
        distances[i * n + j] = scaledDistance(differences, inverseBandwidths);
      }
    }
    return distances;
  }

  /** Half the trace of (inverse - weights weights') dK/dp for each parameter p. */
  #addLikelihood(at: Evaluated, gradient: Float64Array): void {
    const n = this.#n;
    const { scale, noise, inverseBandwidths } = at.parameters;
    const ranges = inverseBandwidths.length;
    const shapes = this.#observations.points.map((point) => this.#shapeSlopes(point, at.parameters.warpings));
    let byScale = 0;
    let byNoise = 0;
    for (let i = 0; i < n; i++) {
      const own = (at.inverse[i * n + i] as number) - (at.weights[i] as number) ** 2;
      byScale += (own * scale) / 2;
      byNoise += (own * noise) / 2;
      for (let j = 0; j < i; j++) {
        const pair = i * n + j;
        const share = (at.inverse[pair] as number) - (at.weights[i] as number) * (at.weights[j] as number);
        const distance = at.distances[pair] as number;
        byScale += share * scale * matern(distance);
        this.#addPair({ at, shapes, i, j, factor: 2 * share * scale * maternSlope(distance) }, gradient);
      }
    }
    gradient[ranges] = byScale;
    gradient[ranges + 1] = byNoise;
    gradient[ranges + 2] = -at.weights.reduce((sum, weight) => sum + weight, 0);
  }

  #shapeSlopes(point: Float64Array, warpings: readonly Warping[]): ShapeSlopes {
    const { rangeOf, isNumeric } = this.#observations.space;
    const slopes = Array.from(point, (x, j) =>
      isNumeric[j] === true ? shapeSlopes(x, warpings[rangeOf[j] as number] as Warping) : ([0, 0] as const),
    );
    return {
      byA: Float64Array.from(slopes, ([a]) => a),
      byB: Float64Array.from(slopes, ([, b]) => b),
    };
  }

  /** d distance / d log width = 2 width^2 difference^2, by a power 2 width^2 difference d difference; the 2 is in `factor`. */
  #addPair(pair: PairSlope, gradient: Float64Array): void {
    const { at, shapes, i, j, factor } = pair;
    const { inverseBandwidths } = at.parameters;
    const [p, q] = [at.points[i] as Float64Array, at.points[j] as Float64Array];
    const [s, t] = [shapes[i] as ShapeSlopes, shapes[j] as ShapeSlopes];
    const ranges = inverseBandwidths.length;
    const { rangeOf } = this.#observations.space;
    for (let c = 0; c < p.length; c++) {
      const range = rangeOf[c] as number;
      const width = inverseBandwidths[range] as number;
      const difference = (p[c] as number) - (q[c] as number);
      const slope = factor * width * width * difference;
      const [a, b] = warpingAt(ranges, range);
      gradient[range] = (gradient[range] as number) + slope * difference;
      gradient[a] = (gradient[a] as number) + slope * ((s.byA[c] as number) - (t.byA[c] as number));
      gradient[b] = (gradient[b] as number) + slope * ((s.byB[c] as number) - (t.byB[c] as number));
    }
  }
}

type PairSlope = {
  readonly at: Evaluated;
  readonly shapes: readonly ShapeSlopes[];
  readonly i: number;
  readonly j: number;
  readonly factor: number;
};

/** The negative log posterior of the parameters by their vector. */
export function surrogatePosterior(observations: Observations): Objective {
  return new SurrogatePosterior(observations).evaluate;
}

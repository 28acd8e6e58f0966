import type { SeededRandom } from '@moving-ground/numeric';
import { choleskyWithJitter, solveLower, solveLowerTransposed } from '@moving-ground/numeric';
import { JITTER } from './surrogate-posterior.ts';
import { matern, maternSlope } from './matern.ts';
import type { Observations } from './observations.ts';
import { scaledDistance, squaredDifferences } from './observations.ts';
import type { SurrogateParameters } from './surrogate-parameters.ts';
import { warpedPoint, warpedSlope, type Warping } from './warping.ts';

const MIN_VARIANCE = 1e-12;

/** What the process believes at one point. */
export type Belief = { readonly mean: number; readonly variance: number };

/** What is needed to evaluate and differentiate many beliefs at one point. */
export type Evaluation = {
  /** Covariance with each observed point. */
  readonly covariances: Float64Array;
  /** The inverse covariance matrix times `covariances`. */
  readonly solved: Float64Array;
  readonly variance: number;
};

/** A Gaussian process over observed points with given parameters. */
export class Surrogate {
  readonly observations: Observations;
  readonly parameters: SurrogateParameters;
  readonly #factor: Float64Array;
  readonly #points: readonly Float64Array[];

  constructor(observations: Observations, parameters: SurrogateParameters) {
    this.observations = observations;
    this.parameters = parameters;
    const points = observations.points.map((point) => this.#warped(point));
    this.#points = points;
    const n = points.length;
    const matrix = new Float64Array(n * n);
    points.forEach((a, i) => {
      for (let j = 0; j <= i; j++) matrix[i * n + j] = this.#covariance(a, points[j] as Float64Array);
      matrix[i * n + i] = parameters.scale + parameters.noise;
    });
    this.#factor = choleskyWithJitter(matrix, n, JITTER);
  }

  /** The weights that make means of covariances: inverse matrix times (targets - mean). */
  weightsFor(targets: Float64Array): Float64Array {
    const weights = targets.map((target) => target - this.parameters.mean);
    solveLower(this.#factor, weights.length, weights);
    solveLowerTransposed(this.#factor, weights.length, weights);
    return weights;
  }

  evaluate(point: Float64Array): Evaluation {
    const place = this.#warped(point);
    const covariances = Float64Array.from(this.#points, (other) => this.#covariance(place, other));
    const solved = covariances.slice();
    solveLower(this.#factor, solved.length, solved);
    const explained = solved.reduce((sum, value) => sum + value * value, 0);
    solveLowerTransposed(this.#factor, solved.length, solved);
    return { covariances, solved, variance: Math.max(MIN_VARIANCE, this.parameters.scale - explained) };
  }

  /** The belief under the surrogate's own targets. */
  believe(point: Float64Array): Belief {
    const { covariances, variance } = this.evaluate(point);
    const weights = this.weightsFor(this.observations.targets);
    return { mean: this.meanOf(covariances, weights), variance };
  }

  meanOf(covariances: Float64Array, weights: Float64Array): number {
    return covariances.reduce((sum, value, i) => sum + value * (weights[i] as number), this.parameters.mean);
  }

  /** Adds factors[i] * d covariance(point, observed i) / d point into `gradient`. */
  addSlopes(point: Float64Array, factors: Float64Array, gradient: Float64Array): void {
    const { space } = this.observations;
    const { scale, inverseBandwidths } = this.parameters;
    const place = this.#warped(point);
    const bends = point.map((x, j) => this.#bend(x, j));
    this.#points.forEach((other, i) => {
      const distance = scaledDistance(squaredDifferences(space, place, other), inverseBandwidths);
      const slope = 2 * scale * maternSlope(distance) * (factors[i] as number);
      for (let j = 0; j < point.length; j++) {
        const width = inverseBandwidths[space.rangeOf[j] as number] as number;
        const difference = ((place[j] as number) - (other[j] as number)) * (bends[j] as number);
        gradient[j] = (gradient[j] as number) + slope * width * width * difference;
      }
    });
  }

  /** The process with one more point, its target drawn from what is believed there. */
  withFantasy(point: Float64Array, random: SeededRandom): Surrogate {
    const { mean, variance } = this.believe(point);
    const target = mean + Math.sqrt(variance + this.parameters.noise) * random.normal();
    const { space, points, targets } = this.observations;
    const extended = { space, points: [...points, point], targets: Float64Array.of(...targets, target) };
    return new Surrogate(extended, this.parameters);
  }

  #warped(point: Float64Array): Float64Array {
    return warpedPoint(this.observations.space, point, this.parameters.warpings);
  }

  /** d warped / d coordinate. */
  #bend(x: number, j: number): number {
    const { isNumeric, rangeOf } = this.observations.space;
    const warping = this.parameters.warpings[rangeOf[j] as number] as Warping;
    return isNumeric[j] === true ? warpedSlope(x, warping) : 1;
  }

  /** Of two points that are warped already. */
  #covariance(a: Float64Array, b: Float64Array): number {
    const differences = squaredDifferences(this.observations.space, a, b);
    return this.parameters.scale * matern(scaledDistance(differences, this.parameters.inverseBandwidths));
  }
}

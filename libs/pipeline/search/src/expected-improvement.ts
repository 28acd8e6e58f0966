import { normalCdf, normalPdf } from '@moving-ground/numeric';
import type { Surrogate } from './surrogate.ts';

/** One set of targets a point may be judged under, and the best mean among the points it holds for. */
type World = { readonly weights: Float64Array; readonly best: number };

/** Keeps the logarithm finite where no improvement can be expected. */
const TINY = 1e-300;

/**
 * The improvement to expect at a point, averaged over possible targets of the pending ones.
 * The best so far is the lowest mean at an observed point, not the luckiest observation.
 */
export class ExpectedImprovement {
  readonly #surrogate: Surrogate;
  readonly #worlds: readonly World[];

  constructor(surrogate: Surrogate, targets: readonly Float64Array[]) {
    this.#surrogate = surrogate;
    const covariances = surrogate.observations.points.map((point) => surrogate.evaluate(point).covariances);
    this.#worlds = targets.map((each) => {
      const weights = surrogate.weightsFor(each);
      const means = covariances.map((covariance) => surrogate.meanOf(covariance, weights));
      return { weights, best: Math.min(...means) };
    });
  }

  at(point: Float64Array): number {
    const { covariances, variance } = this.#surrogate.evaluate(point);
    const deviation = Math.sqrt(variance);
    const sum = this.#worlds.reduce((total, { weights, best }) => {
      const z = (best - this.#surrogate.meanOf(covariances, weights)) / deviation;
      return total + deviation * (z * normalCdf(z) + normalPdf(z));
    }, 0);
    return sum / this.#worlds.length;
  }

  /** The negative logarithm of the expected improvement, to be minimized, with its gradient. */
  readonly negativeLog = (point: Float64Array, gradient: Float64Array): number => {
    const { covariances, solved, variance } = this.#surrogate.evaluate(point);
    const deviation = Math.sqrt(variance);
    const factors = new Float64Array(covariances.length);
    let sum = 0;
    for (const { weights, best } of this.#worlds) {
      const z = (best - this.#surrogate.meanOf(covariances, weights)) / deviation;
      const [below, density] = [normalCdf(z), normalPdf(z)];
      sum += deviation * (z * below + density);
      // d = -cdf(z) d mean + pdf(z) d deviation, and d deviation = -(solved . d covariances) / deviation.
      for (let i = 0; i < factors.length; i++) {
        const byMean = below * (weights[i] as number);
        const byDeviation = (density * (solved[i] as number)) / deviation;
        factors[i] = (factors[i] as number) - byMean - byDeviation;
      }
    }
    const total = Math.max(sum, TINY);
    gradient.fill(0);
    const scaled = factors.map((factor) => -factor / total);
    this.#surrogate.addSlopes(point, scaled, gradient);
    return -Math.log(total / this.#worlds.length);
  };
}

import type { AdamRates, ModelState, ModelSteps, Scaling, Unfolding } from './model-steps.ts';

const EPSILON = 1e-8;

/** For any machine. */
export class PlainSteps implements ModelSteps {
  readonly models: readonly ModelState[];
  readonly weights: Float32Array;
  readonly sums: Float64Array;
  readonly gradient: Float64Array;
  readonly #scaling: Scaling;

  constructor(scaling: Scaling, models: number) {
    const columns = scaling.mean.length;
    this.#scaling = scaling;
    this.models = Array.from({ length: models }, () => ({
      parameters: new Float64Array(columns + 1),
      firstMoments: new Float64Array(columns + 1),
      secondMoments: new Float64Array(columns + 1),
    }));
    this.weights = new Float32Array(columns);
    this.sums = new Float64Array(columns);
    this.gradient = new Float64Array(columns + 1);
  }

  fold({ parameters }: ModelState): number {
    const { inverseDeviation, mean } = this.#scaling;
    const weights = this.weights;
    for (let j = 0; j < weights.length; j++)
      weights[j] = (parameters[j] as number) * (inverseDeviation[j] as number);
    return dotInFours(weights, mean);
  }

  unfold({ parameters }: ModelState, { slope, count, decay }: Unfolding): void {
    const { inverseDeviation, mean } = this.#scaling;
    const { sums, gradient } = this;
    for (let j = 0; j < sums.length; j++) {
      const centered = (sums[j] as number) - (mean[j] as number) * slope;
      gradient[j] = (centered * (inverseDeviation[j] as number)) / count + decay * (parameters[j] as number);
    }
  }

  adam(
    { parameters, firstMoments, secondMoments }: ModelState,
    { from, to }: { readonly from: number; readonly to: number },
    { rate, beta1, beta2 }: AdamRates,
  ): void {
    const { gradient } = this;
    for (let j = from; j < to; j++) {
      const g = gradient[j] as number;
      const m = beta1 * (firstMoments[j] as number) + (1 - beta1) * g;
      const v = beta2 * (secondMoments[j] as number) + (1 - beta2) * g * g;
      firstMoments[j] = m;
      secondMoments[j] = v;
      parameters[j] = (parameters[j] as number) - (rate * m) / (Math.sqrt(v) + EPSILON);
    }
  }
}

/** Number j in sum j % 4, as far as whole fours go: as the lanes of two registers have them. */
function dotInFours(weights: Float32Array, mean: Float64Array): number {
  const fours = weights.length - (weights.length % 4);
  const product = (j: number): number => (weights[j] as number) * (mean[j] as number);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let j = 0; j < fours; j += 4) {
    a += product(j);
    b += product(j + 1);
    c += product(j + 2);
    d += product(j + 3);
  }
  let sum = a + c + (b + d);
  for (let j = fours; j < weights.length; j++) sum += product(j);
  return sum;
}

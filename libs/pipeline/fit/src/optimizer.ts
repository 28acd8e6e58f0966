import type { ModelState, ModelSteps } from '@moving-ground/numeric';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';

/** Moves parameters against their gradient, both seen at construction and changed in place. */
export interface Optimizer {
  /** Update number `t` = 1, 2, ... of the parameters `from` to `to - 1`. */
  update(from: number, to: number, rate: number, t: number): void;
}

type Vectors = { readonly parameters: Float64Array; readonly gradient: Float64Array };

/** Kingma and Ba, 2015, with the bias corrections folded into the rate. */
class Adam implements Optimizer {
  readonly #steps: ModelSteps;
  readonly #model: ModelState;
  readonly #beta1: number;
  readonly #beta2: number;

  constructor(steps: ModelSteps, model: ModelState, { beta1, beta2 }: LinearLearnerHyperparameters) {
    this.#steps = steps;
    this.#model = model;
    this.#beta1 = beta1;
    this.#beta2 = beta2;
  }

  update(from: number, to: number, rate: number, t: number): void {
    const [beta1, beta2] = [this.#beta1, this.#beta2];
    const corrected = (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    this.#steps.adam(this.#model, { from, to }, { rate: corrected, beta1, beta2 });
  }
}

class MomentumSgd implements Optimizer {
  readonly #vectors: Vectors;
  readonly #momentum: number;
  readonly #velocity: Float64Array;

  constructor(vectors: Vectors, momentum: number) {
    this.#vectors = vectors;
    this.#momentum = momentum;
    this.#velocity = new Float64Array(vectors.parameters.length);
  }

  update(from: number, to: number, rate: number): void {
    const { parameters, gradient } = this.#vectors;
    const velocity = this.#velocity;
    for (let j = from; j < to; j++) {
      const v = this.#momentum * (velocity[j] as number) - rate * (gradient[j] as number);
      velocity[j] = v;
      parameters[j] = (parameters[j] as number) + v;
    }
  }
}

/** How slowly RMSProp forgets: Tieleman and Hinton's value. */
const RMSPROP_MEMORY = 0.9;
const EPSILON = 1e-8;

class RmsProp implements Optimizer {
  readonly #vectors: Vectors;
  readonly #square: Float64Array;

  constructor(vectors: Vectors) {
    this.#vectors = vectors;
    this.#square = new Float64Array(vectors.parameters.length);
  }

  update(from: number, to: number, rate: number): void {
    const { parameters, gradient } = this.#vectors;
    const square = this.#square;
    for (let j = from; j < to; j++) {
      const g = gradient[j] as number;
      const v = RMSPROP_MEMORY * (square[j] as number) + (1 - RMSPROP_MEMORY) * g * g;
      square[j] = v;
      parameters[j] = (parameters[j] as number) - (rate * g) / Math.sqrt(v + EPSILON);
    }
  }
}

export function optimizerOf(
  hyperparameters: LinearLearnerHyperparameters,
  steps: ModelSteps,
  model: ModelState,
): Optimizer {
  const { optimizer, momentum } = hyperparameters;
  if (optimizer === 'adam') return new Adam(steps, model, hyperparameters);
  const vectors = { parameters: model.parameters, gradient: steps.gradient };
  return optimizer === 'sgd' ? new MomentumSgd(vectors, momentum) : new RmsProp(vectors);
}

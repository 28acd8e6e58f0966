import type { LinearModel } from '@moving-ground/model';
import type { ModelState, ModelSteps, RowBlock, RowProducts } from '@moving-ground/numeric';
import { plainProducts } from '@moving-ground/numeric';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import type { Dataset } from './dataset.ts';
import { initialParameters } from './initial-parameters.ts';
import { LearningRateSchedule } from './learning-rate-schedule.ts';
import type { Loss } from './loss.ts';
import { lossOf } from './loss.ts';
import type { ModelSettings } from './model-settings.ts';
import type { Optimizer } from './optimizer.ts';
import { optimizerOf } from './optimizer.ts';

export type TrainingSetup = {
  readonly hyperparameters: LinearLearnerHyperparameters;
  readonly train: Dataset;
  /** Over the scaler of the job. */
  readonly steps: ModelSteps;
};

/**
 * One model under training. The data stays as it is: the scaler is folded into the weights before each product
 * and into the gradient after it, z.w + b = x.(w/sd) + (b - mean.(w/sd)), so that many trainings share one copy.
 */
export class ModelTraining {
  readonly settings: ModelSettings;
  readonly schedule: LearningRateSchedule;
  readonly #hyperparameters: LinearLearnerHyperparameters;
  readonly #labels: Float32Array;
  readonly #loss: Loss;
  readonly #optimizer: Optimizer;
  readonly #block: RowBlock;
  readonly #products: RowProducts;
  readonly #steps: ModelSteps;
  /** Weights and, last, the bias, in normalized space. */
  readonly #model: ModelState;
  readonly #margins: Float32Array;
  readonly #slopes: Float32Array;
  #updates = 0;

  constructor(setup: TrainingSetup, settings: ModelSettings, modelIndex: number) {
    const { hyperparameters, train, steps } = setup;
    const { featureDim } = train;
    const { miniBatchSize, useLrScheduler } = hyperparameters;
    this.settings = settings;
    this.schedule = new LearningRateSchedule(settings, useLrScheduler);
    this.#hyperparameters = hyperparameters;
    this.#labels = train.labels;
    this.#loss = lossOf(hyperparameters);
    this.#products = train.products ?? plainProducts;
    this.#block = { values: train.features, columns: featureDim, first: 0, count: miniBatchSize };
    this.#steps = steps;
    this.#model = steps.models[modelIndex] as ModelState;
    this.#model.parameters.set(initialParameters(hyperparameters, featureDim, modelIndex));
    this.#margins = new Float32Array(miniBatchSize);
    this.#slopes = new Float32Array(miniBatchSize);
    this.#optimizer = optimizerOf(hyperparameters, steps, this.#model);
  }

  /** One update on the mini-batch that begins at row `first`; answers the sum of its losses before the update. */
  step(first: number): number {
    const { weights, sums } = this.#steps;
    const bias = this.#fold();
    const count = this.#block.count;
    const margins = this.#margins;
    this.#block.first = first;
    this.#products.sgemv(this.#block, weights, margins);
    for (let i = 0; i < count; i++) margins[i] = (margins[i] as number) + bias;
    const { positiveWeight } = this.settings;
    const sum = this.#loss.sum({ margins, labels: this.#labels, first, count, positiveWeight }, this.#slopes);
    sums.fill(0);
    this.#products.addSgemvTransposed(this.#block, this.#slopes, sums);
    this.#unfold();
    this.#update();
    return sum;
  }

  /** The model as it stands, in raw feature space and float32, with a threshold yet to be calibrated. */
  model(): LinearModel {
    const bias = this.#fold();
    return {
      weights: Float32Array.from(this.#steps.weights),
      bias: Math.fround(bias),
      threshold: 0.5,
      lossType: this.#hyperparameters.loss,
      fBeta: this.#hyperparameters.fBeta,
      positiveExampleWeightMult: this.settings.positiveWeight,
    };
  }

  /** Writes the raw weights and answers the raw bias, which takes off what the rounded weights make of the mean. */
  #fold(): number {
    const taken = this.#steps.fold(this.#model);
    return (this.#model.parameters.at(-1) as number) - taken;
  }

  /** The gradient of the mean loss and the decay in normalized space, from the sums in raw space. */
  #unfold(): void {
    const count = this.#block.count;
    const { wd } = this.settings;
    const { gradient } = this.#steps;
    let slope = 0;
    for (let i = 0; i < count; i++) slope += this.#slopes[i] as number;
    this.#steps.unfold(this.#model, { slope, count, decay: wd });
    const biasDecay = wd * this.#hyperparameters.biasWdMult;
    const bias = this.#model.parameters.at(-1) as number;
    gradient[gradient.length - 1] = slope / count + biasDecay * bias;
  }

  #update(): void {
    const { useBias, biasLrMult } = this.#hyperparameters;
    const dim = this.#block.columns;
    this.#updates++;
    const rate = this.schedule.at(this.#updates);
    this.#optimizer.update(0, dim, rate, this.#updates);
    if (useBias) this.#optimizer.update(dim, dim + 1, rate * biasLrMult, this.#updates);
    if (this.settings.l1 > 0) this.#shrink(rate * this.settings.l1);
  }

  /** l1 as a soft threshold after the update: weights within `width` of 0 become exactly 0. */
  #shrink(width: number): void {
    const { parameters } = this.#model;
    for (let j = 0; j < this.#block.columns; j++) {
      const weight = parameters[j] as number;
      parameters[j] = weight > width ? weight - width : weight < -width ? weight + width : weight * 0;
    }
  }
}

import type { LinearModel } from '@moving-ground/model';
import type { RowBlock, RowProducts } from '@moving-ground/numeric';
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
import type { Scaler } from './scaler.ts';

export type TrainingSetup = {
  readonly hyperparameters: LinearLearnerHyperparameters;
  readonly train: Dataset;
  readonly scaler: Scaler;
};

/**
 * One model under training. The data stays as it is: the scaler is folded into the weights before each product
 * and into the gradient after it, z.w + b = x.(w/sd) + (b - mean.(w/sd)), so that many trainings share one copy.
 */
export class ModelTraining {
  readonly settings: ModelSettings;
  readonly schedule: LearningRateSchedule;
  readonly #hyperparameters: LinearLearnerHyperparameters;
  readonly #scaler: Scaler;
  readonly #labels: Float32Array;
  readonly #loss: Loss;
  readonly #optimizer: Optimizer;
  readonly #block: RowBlock;
  readonly #products: RowProducts;
  /** Weights and, last, the bias, in normalized space. */
  readonly #parameters: Float64Array;
  readonly #gradient: Float64Array;
  readonly #rawWeights: Float32Array;
  readonly #rawGradient: Float64Array;
  readonly #margins: Float32Array;
  readonly #slopes: Float32Array;
  #updates = 0;

  constructor(setup: TrainingSetup, settings: ModelSettings, modelIndex: number) {
    const { hyperparameters, train, scaler } = setup;
    const { featureDim } = train;
    const { miniBatchSize, useLrScheduler } = hyperparameters;
    this.settings = settings;
    this.schedule = new LearningRateSchedule(settings, useLrScheduler);
    this.#hyperparameters = hyperparameters;
    this.#scaler = scaler;
    this.#labels = train.labels;
    this.#loss = lossOf(hyperparameters);
    this.#products = train.products ?? plainProducts;
    this.#block = { values: train.features, columns: featureDim, first: 0, count: miniBatchSize };
    this.#parameters = initialParameters(hyperparameters, featureDim, modelIndex);
    this.#gradient = new Float64Array(featureDim + 1);
    this.#rawWeights = new Float32Array(featureDim);
    this.#rawGradient = new Float64Array(featureDim);
    this.#margins = new Float32Array(miniBatchSize);
    this.#slopes = new Float32Array(miniBatchSize);
    this.#optimizer = optimizerOf(hyperparameters, {
      parameters: this.#parameters,
      gradient: this.#gradient,
    });
  }

  /** One update on the mini-batch that begins at row `first`; answers the sum of its losses before the update. */
  step(first: number): number {
    const bias = this.#fold();
    const count = this.#block.count;
    const margins = this.#margins;
    this.#block.first = first;
    this.#products.sgemv(this.#block, this.#rawWeights, margins);
    for (let i = 0; i < count; i++) margins[i] = (margins[i] as number) + bias;
    const { positiveWeight } = this.settings;
    const sum = this.#loss.sum({ margins, labels: this.#labels, first, count, positiveWeight }, this.#slopes);
    this.#rawGradient.fill(0);
    this.#products.addSgemvTransposed(this.#block, this.#slopes, this.#rawGradient);
    this.#unfold();
    this.#update();
    return sum;
  }

  /** The model as it stands, in raw feature space and float32, with a threshold yet to be calibrated. */
  model(): LinearModel {
    const bias = this.#fold();
    return {
      weights: this.#rawWeights.slice(),
      bias: Math.fround(bias),
      threshold: 0.5,
      lossType: this.#hyperparameters.loss,
      fBeta: this.#hyperparameters.fBeta,
      positiveExampleWeightMult: this.settings.positiveWeight,
    };
  }

  /** Writes the raw weights and answers the raw bias, which takes off what the rounded weights make of the mean. */
  #fold(): number {
    const { mean, inverseDeviation } = this.#scaler;
    const raw = this.#rawWeights;
    const parameters = this.#parameters;
    let bias = parameters[raw.length] as number;
    for (let j = 0; j < raw.length; j++) {
      raw[j] = (parameters[j] as number) * (inverseDeviation[j] as number);
      bias -= (raw[j] as number) * (mean[j] as number);
    }
    return bias;
  }

  /** The gradient of the mean loss and the decay in normalized space, from the sums in raw space. */
  #unfold(): void {
    const { mean, inverseDeviation } = this.#scaler;
    const count = this.#block.count;
    const [raw, gradient, parameters] = [this.#rawGradient, this.#gradient, this.#parameters];
    const wd = this.settings.wd;
    let slope = 0;
    for (let i = 0; i < count; i++) slope += this.#slopes[i] as number;
    for (let j = 0; j < raw.length; j++) {
      const centered = (raw[j] as number) - (mean[j] as number) * slope;
      gradient[j] = (centered * (inverseDeviation[j] as number)) / count + wd * (parameters[j] as number);
    }
    const biasDecay = wd * this.#hyperparameters.biasWdMult;
    gradient[raw.length] = slope / count + biasDecay * (parameters[raw.length] as number);
  }

  #update(): void {
    const { useBias, biasLrMult } = this.#hyperparameters;
    const dim = this.#rawWeights.length;
    this.#updates++;
    const rate = this.schedule.at(this.#updates);
    this.#optimizer.update(0, dim, rate, this.#updates);
    if (useBias) this.#optimizer.update(dim, dim + 1, rate * biasLrMult, this.#updates);
    if (this.settings.l1 > 0) this.#shrink(rate * this.settings.l1);
  }

  /** l1 as a soft threshold after the update: weights within `width` of 0 become exactly 0. */
  #shrink(width: number): void {
    const parameters = this.#parameters;
    for (let j = 0; j < this.#rawWeights.length; j++) {
      const weight = parameters[j] as number;
      parameters[j] = weight > width ? weight - width : weight < -width ? weight + width : weight * 0;
    }
  }
}

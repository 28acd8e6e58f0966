import type { LinearModel } from '@moving-ground/model';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import { calibrateThreshold } from './calibrate-threshold.ts';
import type { Dataset } from './dataset.ts';
import type { FitRequest } from './fit-request.ts';
import type { Loss } from './loss.ts';
import { lossOf } from './loss.ts';
import { rankScores } from './ranked-scores.ts';
import { scoreDataset } from './score-dataset.ts';

/** The part of the data thresholds are calibrated on: the validation channel, without one the train channel. */
export function calibrationSample({ hyperparameters, train, validation }: FitRequest): Dataset {
  const data = validation ?? train;
  const rows = Math.min(data.rows, hyperparameters.numCalibrationSamples);
  return { ...data, rows, labels: data.labels.subarray(0, rows) };
}

/**
 * What epochs and models are compared by: the selection criterion on the calibration sample, or the loss on the
 * training data where there is no validation channel. When models differ in the weight of positives their losses
 * cannot be compared, so then the criterion is always on a sample, and its loss is unweighted.
 */
export class StoppingCriterion {
  readonly name: string;
  readonly better: 'smaller' | 'larger';
  readonly #hyperparameters: LinearLearnerHyperparameters;
  readonly #loss: Loss;
  readonly #sample: Dataset | undefined;

  constructor(request: FitRequest) {
    const { hyperparameters, validation } = request;
    const weighsVary = hyperparameters.positiveExampleWeightMult === 'auto';
    this.#hyperparameters = hyperparameters;
    this.#loss = lossOf(hyperparameters);
    this.#sample = validation !== undefined || weighsVary ? calibrationSample(request) : undefined;
    const byLoss = this.#sample === undefined || hyperparameters.criterion === 'loss_function';
    this.name = byLoss ? this.#loss.objectiveName : `sampled_${hyperparameters.criterion}`;
    this.better = byLoss ? 'smaller' : 'larger';
  }

  /** NaN for a model with a weight beyond float32: its scores would be no numbers, and without an order. */
  valueOf(model: LinearModel, epochLoss: number): number {
    if (!isFiniteModel(model)) return NaN;
    if (this.#sample === undefined || !Number.isFinite(epochLoss)) return epochLoss;
    const isAuto = this.#hyperparameters.positiveExampleWeightMult === 'auto';
    const judged = isAuto ? { ...model, positiveExampleWeightMult: 1 } : model;
    const { scores, labels, meanLoss } = scoreDataset(judged, this.#sample, this.#loss);
    return calibrateThreshold(rankScores(scores, labels), this.#hyperparameters)?.value ?? meanLoss;
  }

  /** The place of the best value; -1 where none is a number. */
  bestOf(values: readonly number[]): number {
    const sign = this.better === 'smaller' ? 1 : -1;
    return values.reduce((best, value, i) => {
      if (!Number.isFinite(value)) return best;
      return best < 0 || sign * value < sign * (values[best] as number) ? i : best;
    }, -1);
  }
}

function isFiniteModel({ weights, bias }: LinearModel): boolean {
  return Number.isFinite(bias) && weights.every(Number.isFinite);
}

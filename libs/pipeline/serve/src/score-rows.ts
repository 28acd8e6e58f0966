import { WrongFeatureCount, type LinearModel, type Prediction } from '@moving-ground/model';

/**
 * Scores rows as Linear Learner does: x . w + b in float64, through the logistic function unless the loss is hinge,
 * rounded to float32; the label is 1 when the score reaches the calibrated threshold.
 * @param features row-major, rows x the model's width
 * @throws WrongFeatureCount when the features do not divide into that many rows
 */
export function scoreRows(model: LinearModel, features: Float32Array, rows: number): Prediction[] {
  const width = model.weights.length;
  if (features.length !== rows * width) throw new WrongFeatureCount(0, features.length / rows, width);
  const predictions: Prediction[] = [];
  for (let row = 0; row < rows; row++) predictions.push(predicted(model, features, row));
  return predictions;
}

function predicted(model: LinearModel, features: Float32Array, row: number): Prediction {
  const margin = model.bias + dot(model.weights, features, row * model.weights.length);
  const score = Math.fround(model.lossType === 'logistic' ? logistic(margin) : margin);
  return { score, predictedLabel: score >= model.threshold ? 1 : 0 };
}

function dot(weights: Float32Array, features: Float32Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (features[from + i] as number);
  return sum;
}

/** Written so that neither end overflows. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

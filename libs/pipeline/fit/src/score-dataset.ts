import type { LinearModel } from '@moving-ground/model';
import { plainProducts } from '@moving-ground/numeric';
import type { Dataset } from './dataset.ts';
import type { Loss } from './loss.ts';
import { sigmoid } from './loss.ts';

export type ScoredDataset = {
  /** float32, as the endpoint answers them. */
  readonly scores: Float32Array;
  readonly labels: Float32Array;
  readonly meanLoss: number;
};

/** Scores every row with the model as it is served: float32 weights in raw feature space. */
export function scoreDataset(model: LinearModel, data: Dataset, loss: Loss): ScoredDataset {
  const { rows, featureDim, features, labels, products = plainProducts } = data;
  const margins = new Float64Array(rows);
  products.gemv(
    { values: features, columns: featureDim, first: 0, count: rows },
    Float64Array.from(model.weights),
    margins,
  );
  for (let i = 0; i < rows; i++) margins[i] = (margins[i] as number) + model.bias;
  const positiveWeight = model.positiveExampleWeightMult;
  const meanLoss = loss.sum({ margins, labels, first: 0, count: rows, positiveWeight }) / rows;
  if (model.lossType === 'logistic')
    for (let i = 0; i < rows; i++) margins[i] = sigmoid(margins[i] as number);
  return { scores: Float32Array.from(margins), labels, meanLoss };
}

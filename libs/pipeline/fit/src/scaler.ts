import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import type { Dataset } from './dataset.ts';

/** z = (x - mean) * inverseDeviation, column by column. A constant column has inverseDeviation 0. */
export type Scaler = { readonly mean: Float64Array; readonly inverseDeviation: Float64Array };

/** Whole batches from the start, until more than num_point_for_scaler records are seen. */
function scalerRows(
  data: Dataset,
  { miniBatchSize, numPointForScaler }: LinearLearnerHyperparameters,
): number {
  const wanted = Math.floor(numPointForScaler / miniBatchSize) + 1;
  return Math.min(wanted, Math.floor(data.rows / miniBatchSize)) * miniBatchSize;
}

type Moments = { readonly mean: Float64Array; readonly variance: Float64Array };

/** Population moments. Sums are taken from the first record, so a constant column has exactly no variance. */
function momentsOf({ features, featureDim }: Dataset, rows: number): Moments {
  const mean = new Float64Array(featureDim);
  const variance = new Float64Array(featureDim);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < featureDim; j++) {
      const offset = (features[row * featureDim + j] as number) - (features[j] as number);
      mean[j] = (mean[j] as number) + offset;
      variance[j] = (variance[j] as number) + offset * offset;
    }
  }
  for (let j = 0; j < featureDim; j++) {
    const shift = (mean[j] as number) / rows;
    variance[j] = Math.max(0, (variance[j] as number) / rows - shift * shift);
    mean[j] = (features[j] as number) + shift;
  }
  return { mean, variance };
}

/**
 * Constant but for rounding: a price minus the mid is taken in float64 and rounded to float32, so that a constant
 * spread makes columns of two or three neighboring values. Four steps of float32 at the mean are no variance to
 * scale up; weights that did would be too large for float32 to hold the sum of them and the bias.
 */
const ROUNDING = 4 * 2 ** -23;

function inverseDeviationOf(variance: number, mean: number): number {
  const deviation = Math.sqrt(variance);
  return deviation > ROUNDING * Math.abs(mean) ? 1 / deviation : 0;
}

/** The scaler of a training job, from the first records of its train channel. */
export function scalerOf(data: Dataset, hyperparameters: LinearLearnerHyperparameters): Scaler {
  const { normalizeData, unbiasData } = hyperparameters;
  const { mean, variance } = momentsOf(data, scalerRows(data, hyperparameters));
  const inverseDeviation = variance.map((v, j) =>
    normalizeData ? inverseDeviationOf(v, mean[j] as number) : 1,
  );
  return {
    mean: unbiasData ? mean : mean.fill(0),
    inverseDeviation,
  };
}

import { plainProducts, type Scaling } from '@moving-ground/numeric';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import type { Dataset } from './dataset.ts';

/** Whole batches from the start, until more than num_point_for_scaler records are seen. */
function scalerRows(
  data: Dataset,
  { miniBatchSize, numPointForScaler }: LinearLearnerHyperparameters,
): number {
  const wanted = Math.floor(numPointForScaler / miniBatchSize) + 1;
  return Math.min(wanted, Math.floor(data.rows / miniBatchSize)) * miniBatchSize;
}

/** Population moments. Sums are taken from the first record, so a constant column has exactly no variance. */
function momentsOf(
  { features, featureDim, products = plainProducts }: Dataset,
  rows: number,
): Pick<Scaling, 'mean'> & { readonly variance: Float64Array } {
  const origin = Float64Array.from(features.subarray(0, featureDim));
  const [sums, squares] = [new Float64Array(featureDim), new Float64Array(featureDim)];
  const block = { values: features, columns: featureDim, first: 0, count: rows };
  products.addMoments(block, { origin, sums, squares });
  const variance = squares.map((sum, j) => Math.max(0, sum / rows - ((sums[j] as number) / rows) ** 2));
  return { mean: sums.map((sum, j) => (origin[j] as number) + sum / rows), variance };
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

/** The scaler of a training job, from the first records of its train channel. A constant column has inverseDeviation 0. */
export function scalerOf(data: Dataset, hyperparameters: LinearLearnerHyperparameters): Scaling {
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

import { parseHyperparameters } from '@moving-ground/tuning-config';
import { describe, expect, it } from 'vitest';
import { collinearData } from './collinear-data.ts';
import { scalerOf } from './scaler.ts';

const data = collinearData(120, 6, 9);

function scaler(texts: Record<string, string>) {
  return scalerOf(
    data,
    parseHyperparameters({ predictor_type: 'binary_classifier', mini_batch_size: '20', ...texts }),
  );
}

function meanOf(rows: number, column: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data.features[i * 6 + column]!;
  return sum / rows;
}

describe('scalerOf', () => {
  it('reads whole batches until more records than num_point_for_scaler are seen', () => {
    expect(scaler({ num_point_for_scaler: '40' }).mean[3]).toBeCloseTo(meanOf(60, 3), 10);
    expect(scaler({ num_point_for_scaler: '39' }).mean[3]).toBeCloseTo(meanOf(40, 3), 10);
    expect(scaler({}).mean[3]).toBeCloseTo(meanOf(120, 3), 10);
    expect(scaler({ mini_batch_size: '50' }).mean[3]).toBeCloseTo(meanOf(100, 3), 10);
  });

  it('has no deviation to divide by in a constant column', () => {
    const { mean, inverseDeviation } = scaler({});
    expect([...mean.subarray(0, 2)]).toEqual([-18, 18]);
    expect([...inverseDeviation.subarray(0, 2)]).toEqual([0, 0]);
    expect(inverseDeviation.subarray(2).every((value) => value > 0 && Number.isFinite(value))).toBe(true);
  });

  it('takes a column that only rounding makes vary for a constant one', () => {
    const features = Float32Array.from({ length: 80 }, (_, i) => (i % 4 === 0 ? 0.4 : 0.4 + 3e-8));
    for (let i = 0; i < 40; i++) features[2 * i + 1] = i % 2 === 0 ? 1e-9 : 2e-9;
    const two = { rows: 40, featureDim: 2, features, labels: new Float32Array(40) };
    const hyperparameters = parseHyperparameters({
      predictor_type: 'binary_classifier',
      mini_batch_size: '20',
    });
    const { inverseDeviation } = scalerOf(two, hyperparameters);
    expect(new Set(features.filter((_, i) => i % 2 === 0)).size).toBe(2);
    expect(inverseDeviation[0]).toBe(0);
    expect(inverseDeviation[1]).toBeCloseTo(2e9, -3);
  });

  it('takes the mean off only where a bias can give it back, unless told otherwise', () => {
    expect(scaler({ use_bias: 'false' }).mean.every((value) => value === 0)).toBe(true);
    expect(scaler({ use_bias: 'false', unbias_data: 'true' }).mean).toEqual(scaler({}).mean);
  });

  it('leaves the scale alone when data is not to be normalized', () => {
    expect(scaler({ normalize_data: 'false' }).inverseDeviation.every((value) => value === 1)).toBe(true);
  });
});

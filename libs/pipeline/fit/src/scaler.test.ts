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

  it('takes the mean off only where a bias can give it back, unless told otherwise', () => {
    expect(scaler({ use_bias: 'false' }).mean.every((value) => value === 0)).toBe(true);
    expect(scaler({ use_bias: 'false', unbias_data: 'true' }).mean).toEqual(scaler({}).mean);
  });

  it('leaves the scale alone when data is not to be normalized', () => {
    expect(scaler({ normalize_data: 'false' }).inverseDeviation.every((value) => value === 1)).toBe(true);
  });
});

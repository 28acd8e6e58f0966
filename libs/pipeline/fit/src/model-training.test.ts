import { plainProducts } from '@moving-ground/numeric';
import { parseHyperparameters } from '@moving-ground/tuning-config';
import { describe, expect, it } from 'vitest';
import { collinearData } from './collinear-data.ts';
import type { Dataset } from './dataset.ts';
import { initialParameters } from './initial-parameters.ts';
import { modelSettingsOf } from './model-settings.ts';
import { ModelTraining } from './model-training.ts';
import { scalerOf } from './scaler.ts';

const data = collinearData(60, 9, 4);
const BATCH = 20;

function hyperparametersOf(texts: Record<string, string>) {
  return parseHyperparameters({
    predictor_type: 'binary_classifier',
    num_models: '1',
    mini_batch_size: String(BATCH),
    learning_rate: '0.05',
    lr_scheduler_step: '4',
    lr_scheduler_factor: '0.5',
    ...texts,
  });
}

/** The definition, written out on a normalized copy of the data: three epochs of whole batches. */
function reference(texts: Record<string, string>, { rows, featureDim, features, labels }: Dataset): number[] {
  const h = hyperparametersOf(texts);
  const number = (value: number | 'auto') => (value === 'auto' ? 0 : value);
  const [wd, l1] = [number(h.wd), number(h.l1)];
  const scale = Array.from({ length: featureDim }, (_, j) => {
    const column = Array.from({ length: rows }, (_, i) => features[i * featureDim + j]!);
    const mean = column.reduce((a, b) => a + b, 0) / rows;
    const deviation = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / rows);
    return { mean: h.unbiasData ? mean : 0, inverse: deviation === 0 ? 0 : 1 / deviation };
  });
  const z = (i: number, j: number) => (features[i * featureDim + j]! - scale[j]!.mean) * scale[j]!.inverse;
  const w = [...initialParameters(h, featureDim, 0)];
  const [m, v, r, u] = [w.map(() => 0), w.map(() => 0), w.map(() => 0), w.map(() => 0)];
  let rate = 0.05;
  for (let t = 1; t <= 9; t++) {
    if (t === 5 || t === 9) rate *= 0.5;
    const first = ((t - 1) % 3) * BATCH;
    const g = w.map(() => 0);
    for (let i = first; i < first + BATCH; i++) {
      let f = w[featureDim]!;
      for (let j = 0; j < featureDim; j++) f += z(i, j) * w[j]!;
      const score = 1 / (1 + Math.exp(-f));
      const p = Number(h.positiveExampleWeightMult);
      const e = labels[i] === 1 ? p * (score - 1) : score;
      for (let j = 0; j < featureDim; j++) g[j]! += (e * z(i, j)) / BATCH;
      g[featureDim]! += e / BATCH;
    }
    w.forEach((_, j) => {
      const isBias = j === featureDim;
      if (isBias && !h.useBias) return;
      if (!isBias) g[j]! += wd * w[j]!;
      const lr = isBias ? rate * 10 : rate;
      if (h.optimizer === 'adam') {
        m[j] = 0.9 * m[j]! + 0.1 * g[j]!;
        v[j] = 0.999 * v[j]! + 0.001 * g[j]! ** 2;
        const corrected = (lr * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
        w[j]! -= (corrected * m[j]!) / (Math.sqrt(v[j]!) + 1e-8);
      } else if (h.optimizer === 'sgd') {
        u[j] = h.momentum * u[j]! - lr * g[j]!;
        w[j]! += u[j]!;
      } else {
        r[j] = 0.9 * r[j]! + 0.1 * g[j]! ** 2;
        w[j]! -= (lr * g[j]!) / Math.sqrt(r[j]! + 1e-8);
      }
      if (!isBias) w[j] = Math.sign(w[j]!) * Math.max(0, Math.abs(w[j]!) - rate * l1);
    });
  }
  const raw = w.slice(0, featureDim).map((weight, j) => weight * scale[j]!.inverse);
  const bias = raw.reduce((sum, weight, j) => sum - weight * scale[j]!.mean, w[featureDim]!);
  return [...raw, bias];
}

function trained(texts: Record<string, string>, train = data): number[] {
  const hyperparameters = hyperparametersOf(texts);
  const products = train.products ?? plainProducts;
  const steps = products.stepsOf(scalerOf(train, hyperparameters), 1);
  const [settings] = modelSettingsOf(hyperparameters, 1);
  const training = new ModelTraining({ hyperparameters, train, steps }, settings!, 0);
  for (let t = 0; t < 9; t++) training.step((t % 3) * BATCH);
  const model = training.model();
  return [...model.weights, model.bias];
}

describe('ModelTraining', () => {
  it.each<[string, Record<string, string>]>([
    ['Adam', {}],
    [
      'Adam with decay, l1 and weighted positives',
      { wd: '0.1', l1: '0.05', positive_example_weight_mult: '3' },
    ],
    ['Adam without a bias', { use_bias: 'false' }],
    ['SGD with momentum', { optimizer: 'sgd', momentum: '0.7' }],
    ['RMSProp from normal weights', { optimizer: 'rmsprop', init_method: 'normal', init_bias: '0.3' }],
  ])('follows the definition on normalized data for %s', (_, texts) => {
    const expected = reference(texts, data);
    trained(texts).forEach((value, j) => {
      expect(Math.abs(value - expected[j]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected[j]!)));
    });
  });

  it('follows it where columns lie thousands of deviations from zero, as far as float32 holds such columns', () => {
    const far = { ...data, features: data.features.map((x, at) => Math.fround(x + 1000 * (at % 3))) };
    const { inverseDeviation } = scalerOf(far, hyperparametersOf({}));
    const isVaried = (j: number): boolean => inverseDeviation[j]! > 0;
    expect(Math.max(...inverseDeviation.map((inverse, j) => 1000 * (j % 3) * inverse))).toBeGreaterThan(2000);
    const expected = reference({}, far);
    const errors = trained({}, far)
      .slice(0, data.featureDim)
      .flatMap((value, j) => (isVaried(j) ? [Math.abs(value - expected[j]!) / inverseDeviation[j]!] : []));
    expect(errors).toHaveLength(data.featureDim - 2);
    // A float32 product there errs by 2000 times its last place, 2^-24: 1e-4 of a deviation.
    expect(Math.max(...errors)).toBeLessThan(1e-4);
  });
});

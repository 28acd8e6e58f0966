import { minimize } from '@moving-ground/numeric';
import { parseHyperparameters } from '@moving-ground/tuning-config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collinearData } from './collinear-data.ts';
import type { Dataset } from './dataset.ts';
import { fit } from './fit.ts';
import type { FitRequest, FitResult } from './fit-request.ts';
import { inKernelMemory } from './in-kernel-memory.ts';
import { metricsFromLog } from './metrics-from-log.ts';

type Texts = Record<string, string>;

const train = collinearData(900, 40, 1);
const validation = collinearData(400, 40, 2);
const test = collinearData(400, 40, 3);

function request(texts: Texts, parts: Partial<FitRequest> = {}): FitRequest {
  let clock = Date.UTC(2026, 0, 2, 3, 4, 5);
  const hyperparameters = parseHyperparameters({
    predictor_type: 'binary_classifier',
    num_models: '1',
    mini_batch_size: '100',
    ...texts,
  });
  return { hyperparameters, train, log: () => undefined, now: () => (clock += 7), ...parts };
}

function valueOf(result: FitResult, name: string): number {
  const metric = result.metrics.find((each) => each.name === name);
  if (metric === undefined) throw new Error(`no metric ${name}`);
  return metric.value;
}

/** The smallest mean log-loss any linear model reaches on the data, by L-BFGS on standardized columns. */
function optimalLoss({ rows, featureDim, features, labels }: Dataset): number {
  const columns = Array.from({ length: featureDim }, (_, j) =>
    Array.from({ length: rows }, (_, i) => features[i * featureDim + j]!),
  );
  const standard = columns.map((column) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / rows;
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rows);
    return column.map((x) => (deviation === 0 ? 0 : (x - mean) / deviation));
  });
  const loss = (weights: Float64Array, gradient: Float64Array) => {
    gradient.fill(0);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const margin = standard.reduce(
        (total, column, j) => total + column[i]! * weights[j]!,
        weights[featureDim]!,
      );
      const signed = labels[i] === 1 ? margin : -margin;
      sum += Math.max(-signed, 0) + Math.log1p(Math.exp(-Math.abs(signed)));
      const slope = (1 / (1 + Math.exp(-margin)) - labels[i]!) / rows;
      standard.forEach((column, j) => (gradient[j] = gradient[j]! + column[i]! * slope));
      gradient[featureDim] = gradient[featureDim]! + slope;
    }
    return sum / rows;
  };
  return minimize(loss, new Float64Array(featureDim + 1), { maxIterations: 400, tolerance: 1e-5 }).value;
}

describe('fit', () => {
  it('comes near the optimum of a converged solver on collinear columns in 15 epochs', () => {
    const data = collinearData(4000, 60, 11);
    const optimum = optimalLoss(data);
    const quick = { early_stopping_patience: '100', learning_rate: '0.002' };
    const loss = (texts: Texts) =>
      valueOf(fit(request({ ...quick, ...texts }, { train: data })), 'train:objective_loss:final');
    expect(optimum).toBeGreaterThan(0.3);
    expect(loss({})).toBeGreaterThan(optimum);
    expect(loss({})).toBeLessThan(optimum * 1.02);
    expect(loss({ optimizer: 'rmsprop' })).toBeLessThan(optimum * 1.04);
    expect(loss({ optimizer: 'sgd', momentum: '0.9' })).toBeLessThan(optimum * 1.04);
  });

  it('learns what holds on rows it has not seen', () => {
    const result = fit(request({}, { validation, test }));
    expect(valueOf(result, 'test:roc_auc_score')).toBeGreaterThan(0.75);
    expect(valueOf(result, 'test:binary_classification_accuracy')).toBeGreaterThan(0.65);
  });

  it('gives the same bytes again, also over shared memory, and leaves the data as it was', () => {
    const shared = new SharedArrayBuffer(train.features.byteLength);
    const features = new Float32Array(shared);
    features.set(train.features);
    const first: string[] = [];
    const second: string[] = [];
    const a = fit(request({}, { validation, test, log: (line) => first.push(line) }));
    const b = fit(
      request({}, { train: { ...train, features }, validation, test, log: (line) => second.push(line) }),
    );
    expect(b).toEqual(a);
    expect(second).toEqual(first);
    expect(features).toEqual(train.features);
  });

  it('logs exactly the metrics it answers, where the published patterns find them', () => {
    const lines: string[] = [];
    const result = fit(request({}, { validation, test, log: (line) => lines.push(line) }));
    const found = Object.fromEntries(metricsFromLog(lines).map(({ name, value }) => [name, value]));
    expect(Object.fromEntries(result.metrics.map(({ name, value }) => [name, value]))).toEqual(found);
    expect(Object.keys(found).sort()).toEqual(
      [
        ...['binary_classification_accuracy', 'binary_f_beta', 'precision', 'recall'].flatMap((name) =>
          ['train', 'validation', 'test'].map((stage) => `${stage}:${name}`),
        ),
        'test:objective_loss',
        'test:roc_auc_score',
        'train:objective_loss',
        'train:objective_loss:final',
        'train:progress',
        'train:throughput',
        'validation:objective_loss',
        'validation:objective_loss:final',
        'validation:roc_auc_score',
      ].sort(),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^\[01\/02\/2026 03:04:05 INFO 1\] #quality_metric: host=algo-1, epoch=0, train binary_classification_cross_entropy_objective <loss>=0\.\d+$/,
      ),
    );
  });

  it('drops the last partial batch from training but not from the final metrics', () => {
    const features = train.features.slice();
    features.fill(5, 850 * 40);
    const cut = { mini_batch_size: '170' };
    const whole = fit(request(cut));
    const changed = fit(request(cut, { train: { ...train, features } }));
    expect(changed.model.weights).toEqual(whole.model.weights);
    expect(valueOf(changed, 'train:objective_loss')).toBe(valueOf(whole, 'train:objective_loss'));
    expect(valueOf(changed, 'train:objective_loss:final')).not.toBe(
      valueOf(whole, 'train:objective_loss:final'),
    );
  });

  it('gives a column without variance no weight', () => {
    const { weights, bias } = fit(request({ wd: '0.01' })).model;
    expect(weights.subarray(0, 2).every((weight) => weight === 0)).toBe(true);
    expect(weights.subarray(2).every((weight) => weight !== 0)).toBe(true);
    expect(Number.isFinite(bias)).toBe(true);
  });

  it('keeps the bias at 0 when it is not to be used', () => {
    expect(fit(request({ use_bias: 'false' })).model.bias).toBe(0);
  });

  it('stays in the range of numbers over the whole of the article’s ranges', () => {
    const power = (from: number, to: number) =>
      fc.double({ min: from, max: to, noNaN: true }).map((exponent) => String(10 ** exponent));
    const ranges = fc.record({
      use_bias: fc.constantFrom('true', 'false'),
      l1: power(-7, 0),
      learning_rate: power(-5, 0),
      positive_example_weight_mult: power(-5, 4),
      wd: power(-7, 0),
      mini_batch_size: fc.integer({ min: 100, max: 900 }).map(String),
    });
    const extreme = {
      use_bias: 'true',
      l1: '1',
      learning_rate: '1',
      positive_example_weight_mult: '10000',
      wd: '1',
      mini_batch_size: '100',
    };
    const criterion = {
      binary_classifier_model_selection_criteria: 'precision_at_target_recall',
      target_recall: '0.25',
    };
    fc.assert(
      fc.property(ranges, (texts) => {
        const result = fit(request({ ...texts, ...criterion }, { validation, test }));
        expect(result.model.weights.every(Number.isFinite)).toBe(true);
        expect(result.metrics.every(({ value }) => Number.isFinite(value))).toBe(true);
        expect(valueOf(result, 'validation:recall')).toBeGreaterThanOrEqual(0.25);
      }),
      { numRuns: 40, examples: [[extreme]] },
    );
  });

  it('shrinks weights to exactly 0 under a strong l1', () => {
    const { weights } = fit(request({ l1: '1' })).model;
    expect(weights.filter((weight) => weight === 0).length).toBeGreaterThan(20);
  });

  it('lets positives weigh more: balanced weights raise the scores of a rare class', () => {
    const labels = train.labels.map((label, i) => (i % 4 === 0 ? label : 0));
    const rare = { ...train, labels };
    const atHalf = { binary_classifier_model_selection_criteria: 'loss_function' };
    const plain = fit(request(atHalf, { train: rare }));
    const balanced = fit(request({ ...atHalf, positive_example_weight_mult: 'balanced' }, { train: rare }));
    const auto = fit(request({ positive_example_weight_mult: 'auto' }, { train: rare }));
    const positives = labels.reduce((sum, label) => sum + label, 0);
    expect(balanced.model.positiveExampleWeightMult).toBe((900 - positives) / positives);
    expect(valueOf(balanced, 'train:recall')).toBeGreaterThan(valueOf(plain, 'train:recall') + 0.2);
    expect([1, (900 - positives) / positives]).toContain(auto.model.positiveExampleWeightMult);
  });

  it('trains a hinge loss whose score is the margin', () => {
    const result = fit(request({ loss: 'hinge_loss' }, { test }));
    expect(result.model.lossType).toBe('hinge_loss');
    expect(valueOf(result, 'test:roc_auc_score')).toBeGreaterThan(0.75);
  });

  it('gives the same model and metrics from rows in kernel memory', () => {
    const parts = { train, validation, test };
    const placed = inKernelMemory(parts);
    expect(placed.validation.features).toEqual(validation.features);
    const texts = { epochs: '4', mini_batch_size: '300', wd: '0.01' };
    expect(fit(request(texts, placed))).toEqual(fit(request(texts, parts)));
  });

  it('trains the grid side by side and answers the model with the best criterion', () => {
    const settings = { num_models: 'auto', epochs: '3', early_stopping_patience: '9' };
    const lossOnly = { ...settings, binary_classifier_model_selection_criteria: 'loss_function' };
    const single = fit(request({ ...lossOnly, num_models: '1' }, { validation }));
    const decayed = fit(request({ ...lossOnly, num_models: '1', wd: '100' }, { validation }));
    const grid = fit(request(lossOnly, { validation }));
    // Bits 3 and 4 are the decay: 1e-4 or 1e-2 below index 16.
    expect(grid.modelIndex).toBeLessThan(16);
    const finalLoss = 'validation:objective_loss:final';
    expect(valueOf(grid, finalLoss)).toBeLessThan(valueOf(decayed, finalLoss) - 0.01);
    const tuned = fit(
      request({ ...lossOnly, _tuning_objective_metric: 'validation:precision' }, { validation }),
    );
    expect(tuned.model).toEqual(single.model);
  });

  it('stops early when the criterion no longer improves, and returns the last improved epoch', () => {
    const lines: string[] = [];
    const result = fit(
      request(
        { epochs: '200', binary_classifier_model_selection_criteria: 'loss_function', learning_rate: '0.05' },
        { validation, log: (line) => lines.push(line) },
      ),
    );
    const epochs = lines.filter((line) => line.includes('epoch=') && line.includes('validation'));
    const improved = lines.flatMap((line) => /Epoch (\d+): Loss improved/.exec(line)?.[1] ?? []);
    const last = Number(improved.at(-1));
    const losses = epochs.map((line) => Number(line.split('<loss>=')[1]));
    expect(result.stoppedEarly).toBe(true);
    expect(losses).toHaveLength(result.epochsRun);
    // Patience 3: the fourth epoch in a row without improvement is the last.
    expect(result.epochsRun).toBe(last + 1 + 4);
    expect(valueOf(result, 'validation:objective_loss:final')).toBe(losses[last]);
    expect(lines).toContainEqual(expect.stringContaining('Early stop condition met. Stopping training.'));
  });
});

describe('fit refuses', () => {
  it('data with a value that is no number: the training diverges with a reason', () => {
    const features = train.features.slice();
    features[1234] = NaN;
    expect(() => fit(request({}, { train: { ...train, features } }))).toThrow(
      expect.objectContaining({
        name: 'TrainingDiverged',
        message: expect.stringContaining('the loss was NaN in epoch 0 with learning_rate 0.005'),
      }),
    );
  });

  it('a learning rate that leaves the range of numbers', () => {
    const wild = request({ optimizer: 'sgd', learning_rate: '1e200', wd: '1e200' });
    expect(() => fit(wild)).toThrow(expect.objectContaining({ name: 'TrainingDiverged' }));
  });

  it('weights that float32 cannot hold while the loss is still a number', () => {
    const criterion = 'precision_at_target_recall';
    const wild = { optimizer: 'sgd', learning_rate: '1e103', use_lr_scheduler: 'false' };
    const judged = request(
      { ...wild, binary_classifier_model_selection_criteria: criterion },
      { validation },
    );
    expect(() => fit(judged)).toThrow(expect.objectContaining({ name: 'TrainingDiverged' }));
  });

  it.each<[string, Texts, Partial<FitRequest>, string]>([
    [
      'fewer rows than a mini-batch',
      { mini_batch_size: '1000' },
      {},
      'train had 900 rows, fewer than one mini-batch of 1000',
    ],
    [
      'another width than feature_dim',
      { feature_dim: '605' },
      {},
      'train had 40 features a row, expected 605',
    ],
    [
      'a validation channel of another width',
      {},
      { validation: collinearData(10, 7, 1) },
      'validation had 7 features a row, expected 40',
    ],
    [
      'a label that is neither 0 nor 1',
      {},
      { test: { ...test, labels: test.labels.with(17, 2) } },
      'label of row 17 of test was 2; a binary classifier takes 0 or 1',
    ],
    ['an empty channel', {}, { validation: { ...collinearData(0, 40, 1) } }, 'validation had no rows'],
    [
      'balanced weights over one class',
      { positive_example_weight_mult: 'balanced' },
      { train: { ...train, labels: train.labels.map(() => 0) } },
      'positive_example_weight_mult was "balanced", but all 900 rows of train are of one class',
    ],
  ])('%s', (_, texts, parts, message) => {
    expect(() => fit(request(texts, parts))).toThrow(
      expect.objectContaining({ name: 'UnusableData', message }),
    );
  });
});

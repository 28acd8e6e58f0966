import { parseHyperparameters, tuningConfigOf, type ParameterRange } from '@moving-ground/tuning-config';
import { describe, expect, it } from 'vitest';
import { collinearData } from './collinear-data.ts';
import { fit } from './fit.ts';
import { TrainingDiverged } from './training-diverged.ts';

const { ranges, staticHyperparameters } = tuningConfigOf({
  objective: 'validation:precision',
  maxJobs: 10,
  maxParallelJobs: 2,
  epochs: 15,
  targetRecall: 0.8,
  seed: 1,
});

const endsOf = (range: ParameterRange): readonly string[] =>
  range.kind === 'categorical' ? range.values : [String(range.min), String(range.max)];

/** Every corner of the article's ranges, as hyperparameters. */
const corners = ranges.reduce<readonly Readonly<Record<string, string>>[]>(
  (made, range) => made.flatMap((corner) => endsOf(range).map((end) => ({ ...corner, [range.name]: end }))),
  [{}],
);

const train = collinearData(1200, 40, 1);
const validation = collinearData(400, 40, 2);
const test = collinearData(400, 40, 3);

type End = 'trained' | 'diverged';

function endOf(corner: Readonly<Record<string, string>>): End {
  const hyperparameters = parseHyperparameters({
    ...staticHyperparameters,
    _tuning_objective_metric: 'validation:precision',
    ...corner,
  });
  try {
    const request = { hyperparameters, train, validation, test, log: () => undefined, now: () => 0 };
    const { model, metrics } = fit(request);
    const shares = metrics.filter(({ name }) => /precision|recall|accuracy|roc_auc/.test(name));
    expect([model.bias, ...model.weights].every(Number.isFinite)).toBe(true);
    expect(shares.length).toBeGreaterThan(6);
    expect(shares.every(({ value }) => value >= 0 && value <= 1)).toBe(true);
    return 'trained';
  } catch (error) {
    if (error instanceof TrainingDiverged) return 'diverged';
    throw error;
  }
}

describe("the corners of the article's ranges", () => {
  it('are all trained to a finite model or told as diverged, learning_rate 1 with weight 10,000 and l1 1 too', () => {
    expect(corners).toHaveLength(64);
    const ends = corners.map(endOf);
    expect(ends.filter((end) => end === 'trained').length).toBeGreaterThan(32);
    const extreme = corners.findIndex(
      (corner) =>
        corner['learning_rate'] === '1' &&
        corner['positive_example_weight_mult'] === '10000' &&
        corner['l1'] === '1',
    );
    expect(ends[extreme]).toBe('trained');
  }, 60_000);
});

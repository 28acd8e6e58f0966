import { confusionMatrix } from '@moving-ground/model';
import { parseHyperparameters } from '@moving-ground/tuning-config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateThreshold } from './calibrate-threshold.ts';
import { rankScores } from './ranked-scores.ts';
import { rocAuc } from './roc-auc.ts';

const samples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), { minLength: 1, maxLength: 30 })
  .map((rows) => ({
    scores: Float32Array.from(rows, ([score]) => score / 12),
    labels: Float32Array.from(rows, ([, label]) => (label ? 1 : 0)),
  }));

function hyperparametersOf(criterion: string) {
  return parseHyperparameters({
    predictor_type: 'binary_classifier',
    binary_classifier_model_selection_criteria: criterion,
    target_recall: '0.4',
    target_precision: '0.6',
    f_beta: '2',
  });
}

/** The value of a criterion at a threshold, from its definition. */
function valueAt(criterion: string, scores: Float32Array, labels: Float32Array, threshold: number): number {
  const m = confusionMatrix(scores, labels, threshold);
  const precision = (m.truePositives + 1e-10) / (m.truePositives + m.falsePositives + 1e-10);
  const recall = (m.truePositives + 1e-10) / (m.truePositives + m.falseNegatives + 1e-10);
  const fWhole = 5 * m.truePositives + 4 * m.falseNegatives + m.falsePositives;
  if (criterion === 'accuracy') return (m.truePositives + m.trueNegatives) / scores.length;
  if (criterion === 'f_beta') return fWhole === 0 ? 0 : (5 * m.truePositives) / fWhole;
  if (criterion === 'precision_at_target_recall') return recall >= 0.4 ? precision : -Infinity;
  return precision >= 0.6 ? recall : -Infinity;
}

const CRITERIA = ['accuracy', 'f_beta', 'precision_at_target_recall', 'recall_at_target_precision'];

describe('calibrateThreshold', () => {
  it.each(CRITERIA)('finds the best of all thresholds for %s, and the lowest among equals', (criterion) => {
    fc.assert(
      fc.property(samples, ({ scores, labels }) => {
        const found = calibrateThreshold(rankScores(scores, labels), hyperparametersOf(criterion))!;
        expect(found.value).toBe(valueAt(criterion, scores, labels, found.threshold));
        for (const threshold of [Infinity, -Infinity, ...scores]) {
          const value = valueAt(criterion, scores, labels, threshold);
          expect(value).toBeLessThanOrEqual(found.value);
          const flagsMore = threshold < found.threshold && threshold > -Infinity;
          if (flagsMore && threshold > Math.min(...scores)) expect(value).toBeLessThan(found.value);
        }
      }),
    );
  });

  it('flags nothing at +Infinity and all at -Infinity', () => {
    const scores = Float32Array.of(0.2, 0.4, 0.9);
    const accuracy = hyperparametersOf('accuracy');
    const none = calibrateThreshold(rankScores(scores, Float32Array.of(0, 0, 0)), accuracy);
    const all = calibrateThreshold(rankScores(scores, Float32Array.of(1, 1, 1)), accuracy);
    expect(none).toEqual({ threshold: Infinity, value: 1 });
    expect(all).toEqual({ threshold: -Infinity, value: 1 });
  });

  it('has nothing to choose when the criterion is the loss', () => {
    const ranked = rankScores(Float32Array.of(0.5), Float32Array.of(1));
    expect(calibrateThreshold(ranked, hyperparametersOf('loss_function'))).toBeUndefined();
  });
});

describe('rocAuc', () => {
  it('counts the pairs in which the positive scores above the negative, ties half', () => {
    fc.assert(
      fc.property(samples, ({ scores, labels }) => {
        let pairs = 0;
        let won = 0;
        scores.forEach((a, i) =>
          scores.forEach((b, j) => {
            if (labels[i] !== 1 || labels[j] === 1) return;
            pairs++;
            won += a > b ? 1 : a === b ? 0.5 : 0;
          }),
        );
        const area = rocAuc(rankScores(scores, labels));
        if (pairs === 0) expect(area).toBeUndefined();
        else expect(area).toBeCloseTo(won / pairs, 12);
      }),
    );
  });
});

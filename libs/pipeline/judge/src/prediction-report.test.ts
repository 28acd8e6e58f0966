import { describe, expect, it } from 'vitest';
import { JUDGE_DEFAULTS } from './judge-settings.ts';
import { predictionReport } from './prediction-report.ts';
import { emptyPredictions, type Predictions } from './predictions.ts';
import { FRESH_LINE, scorersOf, SERVED_LINE } from './scorers.ts';

/** Score, label, flag, hour of opening. */
function predictions(rows: readonly (readonly [number, number, number, number])[]): Predictions {
  const all = emptyPredictions(rows.length);
  rows.forEach(([score, label, flag, hour], i) => {
    all.openMs[i] = hour * 3_600_000 + i;
    all.closeMs[i] = all.openMs[i]! + 5;
    all.score[i] = score;
    all.label[i] = label;
    all.flagged[i] = flag;
    all.profit[i] = label === 1 ? 2 : -3;
  });
  return all;
}

const report = predictionReport(
  predictions([
    [0.9, 1, 1, 1],
    [0.8, 0, 1, 1],
    [0.8, 1, 1, 25],
    [0.3, 1, 0, 2],
    [0.1, 0, 0, 2],
  ]),
  JUDGE_DEFAULTS,
);

describe('the report on predictions', () => {
  it('tells base rate and precision of each hour of the day', () => {
    expect(report.byHour).toEqual([
      { hour: 1, rows: 3, baseRate: 2 / 3, flagged: 3, precision: 2 / 3 },
      { hour: 2, rows: 2, baseRate: 0.5, flagged: 0, precision: null },
    ]);
  });

  it('counts at each threshold, the article’s beside it, with what a flagged order earns after the spread', () => {
    expect(report.article).toEqual({
      threshold: 0.75,
      truePositives: 2,
      falsePositives: 1,
      trueNegatives: 1,
      falseNegatives: 1,
      precision: 2 / 3,
      recall: 2 / 3,
      expectancy: 1 / 3,
    });
    expect(report.thresholds.at(-1)).toMatchObject({
      threshold: 0.9,
      truePositives: 0,
      precision: null,
      expectancy: null,
    });
  });

  it('draws precision over recall, equal scores taken together', () => {
    expect(report.curve.map(({ precision, recall }) => [precision, recall])).toEqual([
      [1, 1 / 3],
      [2 / 3, 2 / 3],
      [3 / 4, 1],
      [3 / 5, 1],
    ]);
  });

  it('measures how far scores are from shares of profits', () => {
    const { bins, calibrationError, brierScore } = report.reliability;
    expect(bins.map(({ from, rows, shareOfProfits }) => [from, rows, shareOfProfits])).toEqual(
      [
        [0.1, 1, 0],
        [0.3, 1, 1],
        [0.8, 3, 2 / 3],
      ].map((row) => row),
    );
    expect(calibrationError).toBeCloseTo((0.1 + 0.7 + (2.5 - 2)) / 5, 6);
    expect(brierScore).toBeCloseTo((0.01 + 0.64 + 0.04 + 0.49 + 0.01) / 5, 6);
  });

  it('holds no statement on five orders', () => {
    expect(report.skill.statement).toBe('cannot tell');
  });
});

describe('the scorers of a batch', () => {
  it('are the fresh model, its elders and the first one, none trained on the batch itself', () => {
    expect(scorersOf(FRESH_LINE, { batch: 5, first: 1, ages: [1, 2, 10] })).toEqual([
      { role: 'fresh', madeAfter: 4 },
      { role: 'stale by 1', madeAfter: 3 },
      { role: 'stale by 2', madeAfter: 2 },
      { role: 'first', madeAfter: 1 },
    ]);
  });

  it('are the champion and the champions before it', () => {
    expect(scorersOf(SERVED_LINE, { batch: 3, first: 0, ages: [2] })).toEqual([
      { role: 'served', madeAfter: 2 },
      { role: 'champion 2 ago', madeAfter: 0 },
    ]);
  });

  it('are none before the first model', () => {
    const none = [
      { batch: 0, first: 0, ages: [1] },
      { batch: 1, first: 1, ages: [] },
      { batch: 4, first: -1, ages: [] },
    ];
    expect(none.map((place) => scorersOf(FRESH_LINE, place))).toEqual([[], [], []]);
  });
});

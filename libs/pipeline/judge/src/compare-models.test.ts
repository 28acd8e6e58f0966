import { describe, expect, it } from 'vitest';
import { compareModels } from './compare-models.ts';
import { flagsAtCoverage } from './equal-coverage.ts';
import { JUDGE_DEFAULTS } from './judge-settings.ts';
import { predictionsOf } from './predictions.fixture.ts';
import { withFlags, type Predictions } from './predictions.ts';

const settings = { ...JUDGE_DEFAULTS, windowSeconds: 30, margin: 0.05 };
const market = { rows: 8000, holdingSeconds: 10, baseRate: 0.5, skill: 0.5, seed: 2 };

const knowing = predictionsOf(market);
/** As many flags, elsewhere. */
const guessing = withFlags(
  knowing,
  new Float64Array([...knowing.flagged.subarray(4000), ...knowing.flagged.subarray(0, 4000)]),
);

describe('two models on the same orders', () => {
  it('yes: the one that knows something is better, with the difference between its bounds', () => {
    const compared = compareModels(knowing, guessing, settings);
    expect([compared.answer, compared.difference! > 0.15]).toEqual(['yes', true]);
    expect(compared.difference).toBeCloseTo(compared.precision! - compared.otherPrecision!, 12);
    expect(compared.interval!.from).toBeLessThan(compared.difference!);
    expect(compared.interval!.to).toBeGreaterThan(compared.difference!);
    expect(compared.expectancy! - compared.otherExpectancy!).toBeCloseTo(2 * compared.difference!, 9);
  });

  it('no: the other way round', () => {
    expect(compareModels(guessing, knowing, settings)).toMatchObject({
      answer: 'no',
      reason: expect.stringContaining('worse'),
    });
  });

  it('no: a model and itself differ by less than anybody could use', () => {
    expect(compareModels(knowing, knowing, settings)).toMatchObject({
      answer: 'no',
      difference: 0,
      reason: expect.stringContaining('at most 0.000 of precision'),
    });
  });

  it('cannot tell with two blind models on little data, or with too few blocks', () => {
    const few = predictionsOf({ ...market, rows: 1500, skill: 0 });
    const turned = withFlags(few, few.flagged.slice().reverse());
    expect(compareModels(few, turned, settings).answer).toBe('cannot tell');
    const short = predictionsOf({ ...market, rows: 200 });
    expect(compareModels(short, short, settings).reason).toContain('at least 10 are needed');
  });

  it('refuses other orders', () => {
    const others = predictionsOf({ ...market, seed: 3 });
    expect(() => compareModels(knowing, others, settings)).toThrow('the same orders');
  });
});

describe('flags at a coverage', () => {
  const flagsOf = (scores: readonly number[], coverage: number): number[] => [
    ...flagsAtCoverage({ score: Float32Array.from(scores) } as Predictions, coverage),
  ];

  it('are the highest scores', () => {
    expect(flagsOf([0.1, 0.9, 0.5, 0.7], 0.5)).toEqual([0, 1, 0, 1]);
  });

  it('are shared among equal scores, so that every model has as many', () => {
    expect(flagsOf([0.5, 0.9, 0.5, 0.1], 0.5)).toEqual([0.5, 1, 0.5, 0]);
    expect(flagsOf([1, 1, 1, 1], 0.25)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('are none where nothing is to be covered', () => {
    expect(flagsOf([0.5, 0.9], 0)).toEqual([0, 0]);
    expect(flagsOf([], 0.5)).toEqual([]);
  });
});

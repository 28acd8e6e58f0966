import { describe, expect, it } from 'vitest';
import { added, estimate, PRICES, refreshUsage, times } from './index.ts';

describe('what a refresh costs', () => {
  it('is mostly its trainings', () => {
    const { lines, dollars } = estimate(refreshUsage(10, 'lambda'));
    // Ten trainings of 136 seconds at $0.279 an hour.
    const trainings = (10 * 136 * 0.279) / 3600;
    expect(lines.find(({ what }) => what === 'trainings')?.dollars).toBeCloseTo(trainings, 9);
    expect(dollars).toBeGreaterThan(trainings);
    expect(dollars).toBeLessThan(1.2 * trainings);
  });

  it('is more on Spark than in the Lambda', () => {
    const [spark, lambda] = (['glue', 'lambda'] as const).map(
      (kind) => estimate(refreshUsage(10, kind)).dollars,
    );
    expect(spark).toBeGreaterThan(lambda ?? NaN);
  });

  it('never counts what has no price as nothing', () => {
    const prices = { ...PRICES, transitions: { dollars: undefined, per: '1,000' } };
    expect(estimate(refreshUsage(1, 'lambda'), prices).unpriced).toEqual(['steps of runs']);
  });
});

describe('usage', () => {
  it('of the same thing adds up, and of a number of times is that often as much', () => {
    const one = refreshUsage(3, 'glue');
    expect(added(one, one)).toEqual(times(one, 2));
  });
});

import { describe, expect, it } from 'vitest';
import { selectorMetrics } from './selector-metrics.ts';

describe('the metrics of a selection', () => {
  it('are the objective of the tuning and the precision of what was promoted', () => {
    expect(selectorMetrics({ objective: 0.8, precision: 0.7 }, 'decided')).toEqual({
      TuningObjective: 0.8,
      PromisedPrecision: 0.7,
    });
    expect(selectorMetrics({ objective: 0.8 }, 'decided')).toEqual({
      TuningObjective: 0.8,
      PromisedPrecision: NaN,
    });
  });

  it('are the age of the data when a model begins to serve, and nothing of other lines', () => {
    expect(selectorMetrics({ dataAgeMs: 90_000 }, 'promoted')).toEqual({ FreshnessMinutes: 1.5 });
    expect(selectorMetrics({}, 'old runs were not all deleted')).toBeUndefined();
  });
});

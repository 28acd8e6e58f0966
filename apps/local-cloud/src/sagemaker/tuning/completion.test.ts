import { describe, expect, it } from 'vitest';
import type { TuningPlan } from '@moving-ground/tuning-config';
import { isComplete, notImproving } from './completion.ts';

const plan = (
  type: 'Maximize' | 'Minimize',
  completion: NonNullable<TuningPlan['completion']>,
): TuningPlan => ({
  ranges: [],
  objective: { metricName: 'validation:precision', type },
  strategy: 'Bayesian',
  limits: { maxJobs: 10, maxParallelJobs: 2, maxRuntimeSeconds: null },
  completion,
  randomSeed: null,
});

describe('a tuning is complete', () => {
  it('when an objective is as good as its target, in either direction', () => {
    const reached = (type: 'Maximize' | 'Minimize', objectives: (number | null)[]): boolean =>
      isComplete(plan(type, { targetObjective: 0.6, notImproving: null }), objectives);
    expect(reached('Maximize', [0.5, null, 0.59])).toBe(false);
    expect(reached('Maximize', [0.6])).toBe(true);
    expect(reached('Minimize', [0.7, 0.61])).toBe(false);
    expect(reached('Minimize', [0.7, 0.6])).toBe(true);
  });

  it('when so many trainings in a row were no better, failed ones among them', () => {
    const three = plan('Maximize', { targetObjective: null, notImproving: 3 });
    expect(isComplete(three, [0.5, 0.4, 0.5])).toBe(false);
    expect(isComplete(three, [0.5, 0.4, null, 0.5])).toBe(true);
    expect(isComplete(three, [0.5, 0.4, null, 0.6])).toBe(false);
    expect(notImproving(three, [null, null])).toBe(2);
  });

  it('never where nothing was asked for', () => {
    const all = plan('Maximize', { targetObjective: null, notImproving: null });
    expect(isComplete(all, Array<number>(20).fill(0.1))).toBe(false);
  });
});

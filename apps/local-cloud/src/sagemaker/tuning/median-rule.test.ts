import { describe, expect, it } from 'vitest';
import { watchOf } from './median-rule.ts';

const plan = (metricName: string) =>
  ({ objective: { metricName, type: 'Minimize' }, stopsEarly: true }) as const;

describe('the median rule', () => {
  it('compares with the median of running averages, epoch by epoch, of those that came so far', () => {
    const curves = [
      [1, 1, 1],
      [2, 0],
      [3, 3],
      [4, 4],
      [9, 9],
    ];
    expect(watchOf(plan('validation:objective_loss'), curves)).toEqual({
      stage: 'validation',
      type: 'Minimize',
      // Averages after two epochs: 1, 1, 3, 4, 9; a third epoch only one has seen.
      limits: [3, 3, null],
    });
  });

  it('takes the middle between two where their number is even', () => {
    const watch = watchOf(plan('train:objective_loss'), [[1], [2], [3], [4], [5], [6]]);
    expect(watch?.limits).toEqual([3.5]);
  });

  it('has nothing to say before five trainings', () => {
    expect(watchOf(plan('train:objective_loss'), [[1], [2], [3], [4]])?.limits).toEqual([null]);
    expect(watchOf(plan('train:objective_loss'), [])?.limits).toEqual([]);
  });

  it('watches nothing where the objective is not told each epoch, or nobody asked for it', () => {
    expect(watchOf(plan('validation:precision'), [])).toBeUndefined();
    const { objective } = plan('validation:objective_loss');
    expect(watchOf({ objective }, [])).toBeUndefined();
  });
});

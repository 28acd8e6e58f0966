import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reached, stepsOf, stepTo } from './threshold-steps.ts';

const scores = fc.array(fc.constantFrom(0, 4.5e-26, 0.1, 0.75, 0.75000001, 1), { minLength: 1 });
const thresholds = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-Infinity, 0, 0.75, 1, Infinity));

describe('the steps of the threshold', () => {
  it('begin with one that flags every row and end with one that flags none', () => {
    fc.assert(
      fc.property(scores, (all) => {
        const steps = stepsOf(all);
        expect(reached(all, steps[0]!)).toBe(all.length);
        expect(reached(all, steps.at(-1)!)).toBe(0);
      }),
    );
  });

  it('each flag fewer rows than the one before', () => {
    fc.assert(
      fc.property(scores, (all) => {
        const counts = stepsOf(all).map((step) => reached(all, step));
        counts.slice(1).forEach((count, i) => expect(count).toBeLessThan(counts[i]!));
      }),
    );
  });

  it('have one for any threshold, which flags what it flags', () => {
    fc.assert(
      fc.property(scores, thresholds, (all, threshold) => {
        const steps = stepsOf(all);
        expect(reached(all, steps[stepTo(steps, threshold)]!)).toBe(reached(all, threshold));
      }),
    );
  });
});

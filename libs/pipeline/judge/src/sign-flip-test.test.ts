import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flippedSums, signFlipTest } from './sign-flip-test.ts';

const few = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 9 });

describe('the sign-flip test', () => {
  it('counts every choice of signs of few blocks', () => {
    fc.assert(
      fc.property(few, (values) => {
        const sums = Array.from({ length: 2 ** values.length }, (_, signs) =>
          values.reduce((sum, value, i) => sum + ((signs >> i) & 1 ? -value : value), 0),
        );
        const observed = values.reduce((sum, value) => sum + value, 0);
        const { upper, lower } = signFlipTest(Float64Array.from(values), 1);
        expect(upper).toBe(sums.filter((sum) => sum >= observed).length / sums.length);
        expect(lower).toBe(sums.filter((sum) => sum <= observed).length / sums.length);
      }),
    );
  });

  it('draws signs for many blocks and comes near the exact chance', () => {
    // Twenty equal blocks, five of them negative: a coin falls 15 times or more of 20 in 2.0695 % of cases.
    const values = Float64Array.from({ length: 20 }, (_, i) => (i < 15 ? 1 : -1));
    expect(signFlipTest(values, 7).upper).toBeCloseTo(0.020695, 2);
    expect(flippedSums(values, 7)).toHaveLength(10_000);
  });

  it('is sure of nothing when a few blocks carry all the weight', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => (i % 2 ? 0.001 : -0.001));
    values.set([50, 60, 70]);
    expect(signFlipTest(values, 1).upper).toBeGreaterThan(0.05);
  });

  it('swaps its sides when all values change their sign', () => {
    fc.assert(
      fc.property(few, (values) => {
        const [there, back] = [values, values.map((value) => -value)].map((v) =>
          signFlipTest(Float64Array.from(v), 1),
        );
        expect([back!.upper, back!.lower]).toEqual([there!.lower, there!.upper]);
      }),
    );
  });
});

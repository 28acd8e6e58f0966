import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal-distribution.ts';
import { wilsonLowerBound } from './wilson-lower-bound.ts';

const counts = fc.record({
  n: fc.double({ min: 0.5, max: 1e5, noNaN: true }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  confidence: fc.double({ min: 0.6, max: 0.999, noNaN: true }),
});

describe('wilsonLowerBound', () => {
  it('lies where the seen share is exactly z standard errors above it', () => {
    fc.assert(
      fc.property(counts, ({ n, share, confidence }) => {
        const bound = wilsonLowerBound(share * n, n, confidence);
        const z = normalQuantile(confidence);
        expect(bound).toBeGreaterThanOrEqual(0);
        expect(bound).toBeLessThanOrEqual(share + 1e-12);
        const squared = (z * z * bound * (1 - bound)) / n;
        expect((share - bound) ** 2).toBeCloseTo(squared, 9);
      }),
    );
  });

  it('agrees with bisection of its defining equation for 106 of 122 at 97.5 percent', () => {
    expect(wilsonLowerBound(106, 122, 0.975)).toBeCloseTo(0.79754971, 8);
  });

  it('grows with the evidence for the same share', () => {
    fc.assert(
      fc.property(counts, ({ n, share, confidence }) => {
        const little = wilsonLowerBound(share * n, n, confidence);
        const much = wilsonLowerBound(share * n * 4, n * 4, confidence);
        expect(much).toBeGreaterThanOrEqual(little - 1e-12);
      }),
    );
  });

  it('is 0 where nothing was seen', () => {
    expect(wilsonLowerBound(0, 0, 0.95)).toBe(0);
  });
});

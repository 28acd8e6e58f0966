import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeSlopes, warped, warpedSlope } from './warping.ts';

const power = fc.double({ min: 0.25, max: 4, noNaN: true });
const inner = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('a warping', () => {
  it('with powers of 1 leaves a range as it is', () => {
    fc.assert(
      fc.property(unit, (x) => {
        expect(warped(x, { a: 1, b: 1 })).toBeCloseTo(x, 5);
      }),
    );
  });

  it('keeps the order of a range, and its ends', () => {
    fc.assert(
      fc.property(unit, unit, power, power, (x, y, a, b) => {
        const [low, high] = [Math.min(x, y), Math.max(x, y)].map((value) => warped(value, { a, b }));
        expect(low!).toBeLessThanOrEqual(high!);
        expect(low!).toBeGreaterThanOrEqual(0);
        expect(high!).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has the slopes that differences show', () => {
    fc.assert(
      fc.property(inner, power, power, (x, a, b) => {
        const h = 1e-6;
        const close = (slope: number, up: number, down: number) =>
          expect(Math.abs(slope - (up - down) / (2 * h))).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
        close(warpedSlope(x, { a, b }), warped(x + h, { a, b }), warped(x - h, { a, b }));
        const [byA, byB] = shapeSlopes(x, { a, b });
        const grown = (value: number, sign: number) => value * Math.exp(sign * h);
        close(byA, warped(x, { a: grown(a, 1), b }), warped(x, { a: grown(a, -1), b }));
        close(byB, warped(x, { a, b: grown(b, 1) }), warped(x, { a, b: grown(b, -1) }));
      }),
    );
  });
});

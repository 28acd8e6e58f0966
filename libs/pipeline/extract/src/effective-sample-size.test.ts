import { describe, expect, it } from 'vitest';
import { effectiveSampleSize } from './effective-sample-size.ts';

const sizeOf = (...spans: readonly [number, number][]): number =>
  effectiveSampleSize(
    Float64Array.from(spans, ([open]) => open),
    Float64Array.from(spans, ([, close]) => close),
  );

describe('the effective sample size', () => {
  it('is the number of orders when no two are open in one second', () => {
    expect(sizeOf([0, 900], [1000, 5000], [6000, 6000])).toBe(3);
  });

  it('is one when all orders are open in the same seconds, however many they are', () => {
    expect(effectiveSampleSize(new Float64Array(1000), new Float64Array(1000).fill(4500))).toBeCloseTo(1, 12);
  });

  it('averages over the seconds of each order', () => {
    // Seconds 0 to 3 and 2 to 3: the first is alone in two of four seconds, the second never.
    expect(sizeOf([0, 3000], [2000, 3999])).toBe((1 + 1 + 0.5 + 0.5) / 4 + 0.5);
  });

  it('is zero of nothing, and needs no memory for an order that is open for years', () => {
    expect(sizeOf()).toBe(0);
    expect(sizeOf([0, 4e14])).toBe(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockSkew } from './clock-skew.ts';
import { START } from './tick.fixture.ts';

/** A tick a second; the receiver's clock is off by `skewAt` of the second. */
function watch(seconds: number, skewAt: (second: number) => number): ClockSkew {
  const skew = new ClockSkew();
  for (let i = 0; i < seconds; i++) skew.see(START + i * 1000, START + i * 1000 + skewAt(i));
  return skew;
}

describe('ClockSkew', () => {
  it('is zero before the first tick', () => {
    expect(new ClockSkew().report()).toEqual({ ticks: 0, skewed: 0, worstMs: 0, typicalMs: 0 });
  });

  it.each([
    [5000, 0],
    [5001, 1],
    [-5000, 0],
    [-5001, 1],
  ])('of %d ms counts %d ticks as skewed', (skewMs, skewed) => {
    expect(watch(1, () => skewMs).report()).toEqual({
      ticks: 1,
      skewed,
      worstMs: skewMs,
      typicalMs: skewMs,
    });
  });

  it.each([3_600_000, -3_600_000])('follows a clock that jumps by %d ms within 101 ticks', (jump) => {
    const jumping = (second: number): number => (second < 200 ? 80 : jump);
    expect(watch(250, jumping).report()).toEqual({ ticks: 250, skewed: 50, worstMs: jump, typicalMs: 80 });
    expect(watch(251, jumping).report().typicalMs).toBe(jump);
  });

  it('does not take one late tick for a wrong clock', () => {
    const { skewed, worstMs, typicalMs } = watch(300, (second) => (second === 150 ? 60_000 : 120)).report();
    expect({ skewed, worstMs, typicalMs }).toEqual({ skewed: 1, worstMs: 60_000, typicalMs: 120 });
  });

  it('agrees with its definitions on any skews', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9000, max: 9000 }), { minLength: 1 }), (skews) => {
        const { ticks, skewed, worstMs, typicalMs } = watch(skews.length, (i) => skews[i] ?? 0).report();
        const latest = skews.slice(-101).sort((a, b) => a - b);
        expect({ ticks, skewed, typicalMs }).toEqual({
          ticks: skews.length,
          skewed: skews.filter((skew) => Math.abs(skew) > 5000).length,
          typicalMs: latest[Math.floor(latest.length / 2)],
        });
        expect(Math.abs(worstMs)).toBe(Math.max(...skews.map(Math.abs)));
      }),
    );
  });
});

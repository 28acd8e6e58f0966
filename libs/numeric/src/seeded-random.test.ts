import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom, seededRandom } from './seeded-random.ts';
import { splitMix64Keys } from './split-mix-64.ts';

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

function moment(values: readonly number[], power: number): number {
  return values.reduce((sum, value) => sum + value ** power, 0) / values.length;
}

describe('SeededRandom', () => {
  it('takes its uniforms from the upper 53 bits of the keys of its seed', () => {
    const random = new SeededRandom(99);
    for (const key of splitMix64Keys(99, 100)) {
      expect(random.uniform()).toBe(Number(key >> 11n) / 2 ** 53);
    }
  });

  it('repeats itself for the same seed and differs for another', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const first = seededRandom(seed);
        const second = seededRandom(seed);
        const other = seededRandom(seed + 1);
        const values = draws(20, () => first.normal());
        expect(draws(20, () => second.normal())).toEqual(values);
        expect(draws(20, () => other.normal())).not.toEqual(values);
      }),
    );
  });

  it('has the moments of the standard normal', () => {
    const random = seededRandom(5);
    const values = draws(200_000, () => random.normal());
    // Standard errors: 1/sqrt(n), sqrt(2/n), sqrt(96/n); the bounds are four of them.
    expect(Math.abs(moment(values, 1))).toBeLessThan(4 / Math.sqrt(200_000));
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / 200_000));
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / 200_000));
  });

  it('spreads integers evenly over their range', () => {
    const random = seededRandom(11);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]! += 1;
    // Binomial standard deviation of a cell: sqrt(70000 * 1/7 * 6/7) = 92.6.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitMix64, splitMix64Keys } from './split-mix-64.ts';

const STEP = 0x9e3779b97f4a7c15n;

describe('SplitMix64', () => {
  it('gives the published stream of seed 1234567', () => {
    expect([...splitMix64Keys(1234567, 5)]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  it('agrees with 64-bit integer arithmetic for every seed and index', () => {
    const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const keys = splitMix64Keys(seed, count);
        keys.forEach((key, i) => {
          expect(key).toBe(splitMix64(BigInt(seed) + BigInt(i + 1) * STEP));
        });
      }),
    );
  });

  it('repeats no key within a million rows', () => {
    expect(new Set(splitMix64Keys(7, 1_000_000)).size).toBe(1_000_000);
  });
});

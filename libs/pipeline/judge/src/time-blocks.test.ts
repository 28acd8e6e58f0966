import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeBlocks } from './time-blocks.ts';

const limits = { windowSeconds: 600, leastBlockSeconds: 1, mostBlocks: 40 };
const orders = fc.array(fc.record({ open: fc.nat(10_000_000), held: fc.nat(900_000) }), {
  minLength: 1,
  maxLength: 60,
});

describe('blocks of time', () => {
  it('are as long as the longest holding time and the window, and few', () => {
    fc.assert(
      fc.property(orders, (some) => {
        const openMs = Float64Array.from(some, ({ open }) => open);
        const closeMs = Float64Array.from(some, ({ open, held }) => open + held);
        const { seconds, blockOf, count } = timeBlocks({ openMs, closeMs }, limits);
        expect(seconds * 1000).toBeGreaterThanOrEqual(Math.max(...some.map(({ held }) => held)) + 600_000);
        expect(count).toBeLessThanOrEqual(40);
        expect(new Set(blockOf)).toEqual(new Set(Array.from({ length: count }, (_, i) => i)));
        some.forEach((a, i) =>
          some.forEach((b, j) => {
            if (blockOf[i] === blockOf[j]) expect(Math.abs(a.open - b.open)).toBeLessThan(seconds * 1000);
            if (a.open < b.open) expect(blockOf[i]).toBeLessThanOrEqual(blockOf[j]!);
          }),
        );
      }),
    );
  });

  it('keep prices of orders two blocks apart apart', () => {
    const openMs = Float64Array.from({ length: 5000 }, (_, i) => i * 1000);
    const closeMs = openMs.map((ms) => ms + 60_000);
    const { blockOf } = timeBlocks({ openMs, closeMs }, limits);
    for (let i = 0; i < 5000; i++) {
      const next = blockOf.findIndex((block) => block >= blockOf[i]! + 2);
      if (next >= 0) expect(openMs[next]! - 600_000).toBeGreaterThanOrEqual(closeMs[i]!);
    }
  });

  it('leave out the time in which nothing was opened', () => {
    const openMs = Float64Array.of(0, 1000, 100_000_000);
    expect(timeBlocks({ openMs, closeMs: openMs }, limits).count).toBe(2);
  });
});

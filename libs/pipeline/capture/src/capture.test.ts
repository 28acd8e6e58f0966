import { isTradeable, type PriceTick, type StoredTick } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Capture } from './capture.ts';
import { START, tickAt } from './tick.fixture.ts';

function keep(capture: Capture, ticks: readonly PriceTick[]): StoredTick[] {
  return ticks.flatMap((tick) => capture.accept(tick, false)?.stored ?? []);
}

/** Few milliseconds and few prices, so that repeats, ties and disorder are frequent. */
const feed = fc.array(
  fc
    .record({ offset: fc.integer({ min: 0, max: 12 }), bid: fc.integer({ min: 100, max: 102 }) })
    .map(({ offset, bid }) => tickAt(offset, bid, bid + 1)),
  { maxLength: 60 },
);

describe('Capture', () => {
  it('numbers different ticks of one millisecond in the order they came', () => {
    const kept = keep(new Capture({ maxGapSeconds: 60 }), [
      tickAt(0, 100),
      tickAt(0, 101),
      tickAt(0, 100),
      tickAt(1),
    ]);
    expect(kept.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 0]);
  });

  it('drops an exact repeat and refuses an older tick, and counts both', () => {
    const capture = new Capture({ maxGapSeconds: 60 });
    expect(keep(capture, [tickAt(5), tickAt(5), tickAt(4), tickAt(5), tickAt(6)])).toHaveLength(2);
    expect(capture.counts).toMatchObject({ accepted: 2, repeated: 2, outOfOrder: 1, known: 0 });
  });

  it('keeps snapshots, delayed prices and closed markets, and trades on none of them', () => {
    const capture = new Capture({ maxGapSeconds: 60 });
    expect(capture.accept(tickAt(0), true)?.tradeable).toBe(false);
    expect(capture.accept({ ...tickAt(1), delayed: true }, false)?.tradeable).toBe(false);
    expect(capture.accept({ ...tickAt(2), marketState: 'CLOSED' }, false)?.tradeable).toBe(false);
    expect(capture.accept(tickAt(3), false)?.tradeable).toBe(true);
    expect(capture.counts.accepted).toBe(4);
  });

  it.each([
    ['not-a-number', { bid: Number.NaN }],
    ['not-a-number', { offer: Number.POSITIVE_INFINITY }],
    ['not-a-number', { change: Number.NaN }],
    ['not-positive', { bid: 0 }],
    ['not-positive', { low: -1 }],
    ['bid-above-offer', { bid: 6537 }],
    ['absurd-price', { offer: 1e308 }],
    ['absurd-spread', { offer: 6500 * 3 + 1 }],
    ['time-out-of-range', { timeMs: 0 }],
    ['time-out-of-range', { timeMs: START + 0.5 }],
    ['time-out-of-range', { timeMs: Number.NaN }],
  ] as const)('quarantines a tick as %s for %j', (reason, fault) => {
    const capture = new Capture({ maxGapSeconds: 60 });
    expect(capture.accept({ ...tickAt(0), ...fault }, false)).toBeUndefined();
    expect(capture.counts.quarantined[reason]).toBe(1);
    expect(capture.accept(tickAt(1), false)?.stored.sequence).toBe(0);
  });

  it('records a silence longer than the limit, not one as long as it, and remembers the latest hundred', () => {
    const capture = new Capture({ maxGapSeconds: 60 });
    keep(capture, [tickAt(0), tickAt(60_000), tickAt(120_001)]);
    expect(capture.gaps).toEqual({
      count: 1,
      longestMs: 60_001,
      recent: [{ fromMs: START + 60_000, toMs: START + 120_001 }],
    });
    for (let i = 1; i <= 200; i++) capture.accept(tickAt(120_001 + i * 70_000), false);
    expect(capture.gaps.count).toBe(201);
    expect(capture.gaps.recent).toHaveLength(100);
  });

  it('records the silence of a restart as a gap', () => {
    const lastTick = { ...tickAt(0), sequence: 0 };
    const capture = new Capture({ maxGapSeconds: 60, lastTick });
    capture.accept(tickAt(90_000), false);
    expect(capture.gaps.longestMs).toBe(90_000);
  });

  it('takes a new tick of the resumed millisecond as new when the known one differs', () => {
    const capture = new Capture({ maxGapSeconds: 60, lastTick: { ...tickAt(0, 100), sequence: 0 } });
    expect(capture.accept(tickAt(0, 101), false)?.stored.sequence).toBe(1);
  });

  it('keeps ticks in time order without two of one key, whatever comes', () => {
    fc.assert(
      fc.property(feed, (ticks) => {
        const capture = new Capture({ maxGapSeconds: 60 });
        const kept = keep(capture, ticks);
        kept.forEach((tick, i) => {
          const before = kept[i - 1];
          const expected = before?.timeMs === tick.timeMs ? before.sequence + 1 : 0;
          expect(tick.sequence).toBe(expected);
          expect(tick.timeMs).toBeGreaterThanOrEqual(before?.timeMs ?? 0);
        });
        const { accepted, outOfOrder, repeated } = capture.counts;
        expect(accepted + outOfOrder + repeated).toBe(ticks.length);
      }),
    );
  });

  it('keeps the same ticks under the same keys when it stops anywhere and the source starts again', () => {
    fc.assert(
      fc.property(feed, fc.nat(60), (ticks, stop) => {
        const undisturbed = keep(new Capture({ maxGapSeconds: 60 }), ticks);
        const before = keep(new Capture({ maxGapSeconds: 60 }), ticks.slice(0, stop));
        const resumed = new Capture({ maxGapSeconds: 60, lastTick: before.at(-1) });
        expect([...before, ...keep(resumed, ticks)]).toEqual(undisturbed);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the same ticks when the source goes on where it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), fc.nat(40), (steps, stop) => {
        let offset = 0;
        const ticks = steps.map((step) => tickAt((offset += step)));
        const before = keep(new Capture({ maxGapSeconds: 60 }), ticks.slice(0, stop));
        const resumed = new Capture({ maxGapSeconds: 60, lastTick: before.at(-1) });
        const snapshot = ticks.slice(0, stop).slice(-1);
        expect([...before, ...keep(resumed, [...snapshot, ...ticks.slice(stop)])]).toHaveLength(ticks.length);
      }),
    );
  });

  it('never trades on what the market says not to trade on', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (delayed, isSnapshot) => {
        const tick = { ...tickAt(0), delayed };
        const captured = new Capture({ maxGapSeconds: 60 }).accept(tick, isSnapshot);
        expect(captured?.tradeable).toBe(!isSnapshot && isTradeable(tick));
      }),
    );
  });
});

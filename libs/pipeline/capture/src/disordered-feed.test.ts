import { priceLine } from '@moving-ground/formats';
import type { PriceTick, StoredTick } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Capture } from './capture.ts';
import { START, tickAt } from './tick.fixture.ts';

const fresh = (lastTick?: StoredTick): Capture => new Capture({ maxGapSeconds: 60, lastTick });

function keep(capture: Capture, ticks: readonly PriceTick[]): StoredTick[] {
  return ticks.flatMap((tick) => capture.accept(tick, false)?.stored ?? []);
}

const csvOf = (ticks: readonly StoredTick[]): string => ticks.map(priceLine).join('\n');
const keyOf = ({ timeMs, sequence }: StoredTick): string => `${timeMs}/${sequence}`;

/** As the exchange sent them: in time order, often several in a millisecond, neighbors never the same. */
const anyFeed: fc.Arbitrary<PriceTick[]> = fc
  .array(fc.record({ step: fc.nat(2), move: fc.constantFrom(-1, 1) }), { minLength: 1, maxLength: 40 })
  .map((steps) => {
    let [offset, bid] = [0, 6500];
    return steps.map(({ step, move }) => tickAt((offset += step), (bid += move)));
  });

const anyDisorder = anyFeed.chain((ticks) =>
  fc.record({
    ticks: fc.constant(ticks),
    order: fc.shuffledSubarray([...ticks, ...ticks], { minLength: ticks.length }),
  }),
);

describe('ticks that come in any order, some of them twice', () => {
  it('are kept in time order or refused and counted, never put in another order', () => {
    fc.assert(
      fc.property(anyDisorder, ({ order }) => {
        const capture = fresh();
        const kept = keep(capture, order);
        const inOrder = [...kept].sort((a, b) => a.timeMs - b.timeMs || a.sequence - b.sequence);
        expect(kept).toEqual(inOrder);
        expect(new Set(kept.map(keyOf)).size).toBe(kept.length);
        const { accepted, repeated, outOfOrder } = capture.counts;
        expect({ accepted, all: accepted + repeated + outOfOrder }).toEqual({
          accepted: kept.length,
          all: order.length,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('refuse exactly those that are older than one kept before', () => {
    fc.assert(
      fc.property(anyDisorder, ({ order }) => {
        const capture = fresh();
        let newestMs = 0;
        let older = 0;
        for (const tick of order) {
          if (tick.timeMs < newestMs) older += 1;
          capture.accept(tick, false);
          newestMs = Math.max(newestMs, tick.timeMs);
        }
        expect(capture.counts.outOfOrder).toBe(older);
      }),
    );
  });

  it('change nothing when all of them come once more after a restart', () => {
    fc.assert(
      fc.property(anyDisorder, ({ order }) => {
        const kept = keep(fresh(), order);
        const resumed = fresh(kept.at(-1));
        expect(keep(resumed, kept)).toEqual([]);
        expect(resumed.counts.known).toBe(kept.length);
      }),
    );
  });
});

describe('a feed that sends older ticks, and its last one, again and again', () => {
  const anyResends = fc.record({
    ticks: anyFeed,
    resends: fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 40, maxLength: 40 }),
  });

  /** After each tick some earlier ones: the tick itself, or one of an earlier millisecond. */
  function withResends(ticks: readonly PriceTick[], resends: readonly (readonly number[])[]): PriceTick[] {
    return ticks.flatMap((tick, i) => {
      const again = [...ticks.slice(0, i).filter(({ timeMs }) => timeMs < tick.timeMs), tick];
      return [tick, ...(resends[i] ?? []).flatMap((pick) => again[pick % again.length] ?? [])];
    });
  }

  it('gives the CSV bytes of the undisturbed feed', () => {
    let disturbed = 0;
    fc.assert(
      fc.property(anyResends, ({ ticks, resends }) => {
        const sent = withResends(ticks, resends);
        disturbed += sent.length - ticks.length;
        expect(csvOf(keep(fresh(), sent))).toBe(csvOf(keep(fresh(), ticks)));
      }),
    );
    expect(disturbed).toBeGreaterThan(100);
  });
});

describe('a snapshot after a reconnect', () => {
  it('that is older than the last tick is no price: refused, counted, without a gap', () => {
    const capture = fresh();
    keep(capture, [tickAt(0, 100), tickAt(90_000, 101)]);
    const before = capture.gaps;
    expect(capture.accept(tickAt(50_000, 500), true)).toBeUndefined();
    expect(capture.counts).toMatchObject({ accepted: 2, outOfOrder: 1 });
    expect(capture.gaps).toEqual(before);
    expect(capture.accept(tickAt(90_001, 102), false)?.stored).toMatchObject({ sequence: 0, bid: 102 });
  });

  it('that is the last tick once more is a repeat', () => {
    const capture = fresh();
    keep(capture, [tickAt(0)]);
    expect(capture.accept(tickAt(0), true)).toBeUndefined();
    expect(capture.counts).toMatchObject({ accepted: 1, repeated: 1 });
  });

  it('that is older than what an earlier process kept is known, not new', () => {
    const capture = fresh({ ...tickAt(1000), sequence: 2 });
    expect(capture.accept(tickAt(400, 500), true)).toBeUndefined();
    expect(capture.counts).toMatchObject({ accepted: 0, known: 1 });
    expect(capture.accept(tickAt(1001), false)?.tradeable).toBe(true);
  });

  it('is never traded on and never moves the time back, wherever in a feed it comes', () => {
    const anyReconnect = fc.record({ ticks: anyFeed, at: fc.integer({ min: 1, max: 40 }), age: fc.nat(9) });
    fc.assert(
      fc.property(anyReconnect, ({ ticks, at, age }) => {
        const capture = fresh();
        const before = keep(capture, ticks.slice(0, at)).at(-1)!;
        const captured = capture.accept(tickAt(before.timeMs - START + age - 5, 9000), true);
        expect(captured === undefined).toBe(age < 5);
        if (captured) expect(captured.tradeable).toBe(false);
        const lastMs = captured?.stored.timeMs ?? before.timeMs;
        for (const { timeMs } of keep(capture, ticks.slice(at)))
          expect(timeMs).toBeGreaterThanOrEqual(lastMs);
      }),
    );
  });
});

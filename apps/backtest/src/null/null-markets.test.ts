import { midPrice, spread } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealBatches } from '../walk/deal-batches.ts';
import { nullWalk } from './null-settings.ts';
import { plantedMarket } from './planted-market.ts';
import { randomWalk } from './random-walk.ts';
import { runNullTask } from './run-null-task.ts';
import { signFlipped } from './sign-flipped.ts';
import { smallWalk } from './small-walk.fixture.ts';

const session = randomWalk({ seconds: 400, spread: 0.26, deviation: 0.1 }, 3).flatMap((tick, i) => [
  tick,
  ...(i % 3 === 0 ? [{ ...tick, sequence: 1, offer: tick.offer + 0.05, bid: tick.bid + 0.01 }] : []),
]);

/** The last mid of each second. */
function closings(ticks: typeof session): number[] {
  const bySecond = new Map(ticks.map((tick) => [Math.floor(tick.timeMs / 1000), midPrice(tick)]));
  return [...bySecond.values()];
}

describe('a session with its signs turned', () => {
  it('keeps times, spreads and the size of each second’s return, and turns about half of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const turned = signFlipped(session, seed);
        expect(turned.map(({ timeMs, sequence }) => [timeMs, sequence])).toEqual(
          session.map(({ timeMs, sequence }) => [timeMs, sequence]),
        );
        turned.forEach((tick, i) => expect(spread(tick)).toBeCloseTo(spread(session[i]!), 6));
        const [was, is] = [closings(session), closings(turned)];
        let same = 0;
        for (let i = 1; i < was.length; i++) {
          const [before, after] = [was[i]! - was[i - 1]!, is[i]! - is[i - 1]!];
          expect(Math.abs(after)).toBeCloseTo(Math.abs(before), 2);
          if (before * after > 0) same++;
        }
        expect(same / was.length).toBeGreaterThan(0.35);
        expect(same / was.length).toBeLessThan(0.65);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same for the same seed, and another for another', () => {
    expect(signFlipped(session, 5)).toEqual(signFlipped(session, 5));
    expect(signFlipped(session, 5)).not.toEqual(signFlipped(session, 6));
  });
});

describe('a planted signal', () => {
  it.each([0.55, 0.65])(
    'is worth a precision of %f at a recall of a quarter to whoever knows it',
    (precision) => {
      const { configuration } = nullWalk({ batchSize: 5_000, lags: 6, trials: 1, windowBatches: 1 });
      const market = plantedMarket(
        { seconds: 100_000, spread: 0.26, deviation: 0.5, barrier: 0.3, precision, recall: 0.25 },
        1,
      );
      const orders = dealBatches(market.ticks, configuration).flatMap(({ transactions }) => transactions);
      const share = (some: typeof orders): number =>
        some.filter(({ outcome }) => outcome === 'profit').length / some.length;
      const rising = orders.filter(({ openTimeMs }) => market.rises(openTimeMs));
      // 19,000 orders in some 950 stretches of rising prices: their share of profits is known to about .008.
      expect(Math.abs(share(rising) - precision)).toBeLessThan(0.025);
      expect(Math.abs(share(orders) - 0.5)).toBeLessThan(0.015);
      expect(Math.abs((rising.length * share(rising)) / (orders.length * share(orders)) - 0.25)).toBeLessThan(
        0.02,
      );
    },
  );
});

describe('one seed of a market', () => {
  it('goes through the whole pipeline and gives a statement after each number of batches, the same every time', async () => {
    const task = {
      market: { kind: 'random-walk', seconds: 1600, spread: 0.26, deviation: 0.3 },
      seed: 2,
      walk: { ...smallWalk(), baselines: false },
      after: [2, 4],
    } as const;
    const [once, again] = [await runNullTask(task), await runNullTask(task)];
    expect(once).toEqual(again);
    expect(once.statements.map(({ batches }) => batches)).toEqual([2, 4]);
    expect(once.promoted + once.retained + once.insufficient).toBe(5);
    expect(once.oracle).toBeNull();
  }, 60_000);
});

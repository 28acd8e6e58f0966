import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyPredictions, openedAfter, pooled, withFlags, type Predictions } from './predictions.ts';
import { predictionsOf } from './predictions.fixture.ts';
import { JUDGE_DEFAULTS } from './judge-settings.ts';
import { skillStatement } from './skill-statement.ts';

const settings = { ...JUDGE_DEFAULTS, windowSeconds: 30 };
const market = { rows: 4000, holdingSeconds: 15, baseRate: 0.5 };

/** Each block of 100 s has ten flagged orders, of which as many as asked for are profits; the base rate is a half. */
function blocksWithHits(hits: readonly number[]): Predictions {
  const predictions = emptyPredictions(hits.length * 20);
  hits.forEach((count, block) => {
    for (let i = 0; i < 20; i++) {
      const row = block * 20 + i;
      predictions.openMs[row] = block * 100_000 + i;
      predictions.closeMs[row] = predictions.openMs[row] + 1000;
      predictions.flagged[row] = i < 10 ? 1 : 0;
      predictions.label[row] = i < 10 ? Number(i < count) : Number(i - 10 < 10 - count);
      predictions.profit[row] = predictions.label[row] === 1 ? 1 : -1;
    }
  });
  return predictions;
}

const blocks100 = { ...settings, windowSeconds: 99 };

describe('the statement of skill', () => {
  it('says better where every block is, with the numbers it rests on', () => {
    const said = skillStatement(blocksWithHits([7, 6, 8, 7, 6, 7, 8, 7, 6, 7]), blocks100);
    expect(said).toMatchObject({
      statement: 'better than the base rate',
      rows: 200,
      flagged: 100,
      baseRate: 0.5,
      blocks: 10,
      flaggedBlocks: 10,
      blockSeconds: 100,
      // All of 2^10 choices of signs are counted, and only the one seen is as large.
      chanceOfBetter: 1 / 1024,
      expectancyOfAll: 0,
    });
    expect(said.precision).toBeCloseTo(0.69, 12);
    expect(said.difference).toBeCloseTo(0.19, 12);
    expect(said.expectancy).toBeCloseTo(0.38, 12);
    expect(said.expectancyInterval!.from).toBeGreaterThan(0.2);
    expect(said.expectancyInterval!.to).toBeLessThan(0.6);
    expect(said.interval!.from).toBeGreaterThan(0.1);
  });

  it('says worse where every block is', () => {
    expect(skillStatement(blocksWithHits([3, 4, 2, 3, 4, 3, 2, 3, 4, 3]), blocks100).statement).toBe('worse');
  });

  it('cannot tell below the least number of blocks, however good they look, and says why', () => {
    const said = skillStatement(blocksWithHits([10, 10, 10, 10, 10, 10, 10, 10, 10]), blocks100);
    expect([said.statement, said.reason]).toEqual([
      'cannot tell',
      'orders were flagged in 9 independent blocks, at least 10 are needed',
    ]);
  });

  it('counts only blocks in which something was flagged', () => {
    const all = blocksWithHits(new Array<number>(12).fill(10));
    const flags = all.flagged.map((flag, i) => (i < 180 ? flag : 0));
    expect(skillStatement(withFlags(all, flags), blocks100)).toMatchObject({
      statement: 'cannot tell',
      blocks: 12,
      flaggedBlocks: 9,
    });
  });

  it('names the smallest difference that would have been seen', () => {
    const said = skillStatement(blocksWithHits([7, 3, 6, 4, 7, 3, 5, 5, 6, 4, 5, 5]), blocks100);
    expect(said.statement).toBe('cannot tell');
    expect(said.minimumDetectable).toBeGreaterThan(0.05);
    expect(said.reason).toContain(`precision of ${said.minimumDetectable!.toFixed(3)} would have been seen`);
  });

  it('says nothing of a model that flags everything, or nothing', () => {
    const all = predictionsOf({ ...market, seed: 1, skill: 0.5 });
    const everything = skillStatement(withFlags(all, new Float64Array(4000).fill(1)), settings);
    const nothing = skillStatement(withFlags(all, new Float64Array(4000)), settings);
    expect([everything.statement, everything.difference]).toEqual(['cannot tell', 0]);
    expect([nothing.statement, nothing.precision]).toEqual(['cannot tell', null]);
  });

  it('says nothing where there are no predictions', () => {
    expect(skillStatement(emptyPredictions(0), settings)).toMatchObject({
      statement: 'cannot tell',
      baseRate: null,
    });
  });

  it('does not depend on the order of the predictions, nor on how they came in batches', () => {
    const all = predictionsOf({ ...market, rows: 1000, seed: 3, skill: 0.2 });
    const [late, early] = [
      openedAfter(all, 599_000),
      predictionsOf({ ...market, rows: 1000, seed: 3, skill: 0.2 }),
    ];
    const first = openedAfter({ ...early, openMs: early.openMs.map((ms) => -ms) }, -600_000);
    const swapped = pooled([late, { ...first, openMs: first.openMs.map((ms) => -ms) }]);
    expect(swapped.openMs.length).toBe(1000);
    expect(skillStatement(swapped, settings)).toEqual(skillStatement(all, settings));
  });

  it('is the same for the same seed', () => {
    const all = predictionsOf({ ...market, seed: 5, skill: 0.1 });
    expect(skillStatement(all, settings)).toEqual(skillStatement(all, settings));
  });

  it('gets surer with every hit more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 11, maxLength: 14 }), (hits) => {
        const surer = hits.map((count) => count + 1);
        const [before, after] = [hits, surer].map((each) => skillStatement(blocksWithHits(each), blocks100));
        // The unflagged orders lose the hit, so the base rate stays and each block gains one.
        expect(after!.difference).toBeCloseTo(before!.difference! + 0.1, 9);
        expect(after!.chanceOfBetter).toBeLessThanOrEqual(before!.chanceOfBetter);
        expect(after!.chanceOfWorse).toBeGreaterThanOrEqual(before!.chanceOfWorse);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses numbers that are none, and orders closed before they were opened', () => {
    const all = predictionsOf({ ...market, rows: 50, seed: 1, skill: 0 });
    const bad = (change: Partial<Predictions>) => () => skillStatement({ ...all, ...change }, settings);
    expect(bad({ profit: all.profit.map(() => NaN) })).toThrow('profit of order 0 was NaN');
    expect(bad({ closeMs: all.closeMs.map(() => -1) })).toThrow('order 0 closed before it was opened');
    expect(bad({ label: new Uint8Array(3) })).toThrow('label had 3 values, openMs had 50');
  });
});

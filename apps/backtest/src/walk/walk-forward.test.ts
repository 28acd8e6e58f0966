import { featureSchemaOf } from '@moving-ground/feature-schema';
import { FRESH } from '@moving-ground/judge';
import type { StoredTick } from '@moving-ground/market';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomWalk } from '../null/random-walk.ts';
import { smallWalk } from '../null/small-walk.fixture.ts';
import { batchRows } from './batch-rows.ts';
import { dealBatches } from './deal-batches.ts';
import { exportedBatch } from './exported-batch.ts';
import { extractWindow } from './extract-window.ts';
import { judgeWalk } from './judge-walk.ts';
import { testRowsOf } from './test-rows.ts';
import { tuneWindow } from './tune-window.ts';
import { AGGREGATES, ALWAYS, LAGS_ALONE, walkForward, type Walk } from './walk-forward.ts';

const settings = smallWalk();
const { configuration } = settings;
const schema = featureSchemaOf(configuration.features);
const ticks = randomWalk({ seconds: 1900, spread: 0.26, deviation: 0.2 }, 2);

async function walkOver(some: readonly StoredTick[]): Promise<Walk> {
  const batches = dealBatches(some, configuration);
  const staged = await Promise.all(batches.map((batch) => exportedBatch(batch, configuration, schema)));
  return walkForward(batches, settings, (number) =>
    tuneWindow({
      batches: staged.slice(Math.max(0, number - 1), number + 1),
      configuration,
      baselines: true,
      coverage: 0.25,
    }),
  );
}

describe('dealing in batches', () => {
  const batches = dealBatches(ticks, configuration);

  it('cuts completed orders in closing order, with the prices each batch needs and no more', () => {
    expect(batches).toHaveLength(6);
    const closings = batches.flatMap(({ transactions }) =>
      transactions.map(({ closeTimeMs }) => closeTimeMs),
    );
    expect(closings).toEqual([...closings].sort((a, b) => a - b));
    for (const { ticks: own, firstOpenMs, lastCloseMs } of batches) {
      expect(own.at(-1)?.timeMs).toBe(lastCloseMs);
      expect(own[0]!.timeMs).toBeGreaterThanOrEqual(firstOpenMs - 6000);
    }
  });

  it('makes the rows that the extraction makes, to the bit', async () => {
    const [batch] = batches;
    const rows = batchRows(batch!, schema);
    const split = { train: 0.01, validation: 0.01, test: 0.98, seed: 1 };
    const staged = await exportedBatch(batch!, configuration, schema);
    const { parts } = await extractWindow([staged], schema, { split });
    const test = parts.test!;
    expect(test.rows).toBeGreaterThan(280);
    const offset = rows.features.length - test.features.length;
    expect(rows.features.subarray(offset)).toEqual(test.features);
    const again = testRowsOf(
      [batch!],
      { firstOpenMs: rows.transactions[offset / rows.featureDim]!.openTimeMs },
      schema,
    );
    expect(again.features).toEqual(test.features);
    expect(again.transactions.map(({ outcome }) => Number(outcome === 'profit'))).toEqual([...test.labels]);
    expect(rows.withoutRow).toBe(batch!.transactions.length - rows.transactions.length);
  });
});

describe('a walk forward', () => {
  let walk: Walk;
  beforeAll(async () => {
    walk = await walkOver(ticks);
  }, 60_000);

  it('scores each batch with models that were deployed before it, and every order was opened after they learned', () => {
    expect(walk.steps.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(walk.predictions.length).toBeGreaterThanOrEqual(3);
    for (const { batch, byRole } of walk.predictions) {
      const learnedUntil = walk.steps[batch - 1]!.lastCloseMs;
      expect(Math.min(...byRole.get(FRESH)!.openMs)).toBeGreaterThan(learnedUntil);
      const { scored, openedTooEarly, withoutRow, orders } = walk.steps[batch]!;
      expect(scored + openedTooEarly + withoutRow).toBe(orders);
      for (const role of byRole.values()) expect(role.openMs).toEqual(byRole.get(FRESH)!.openMs);
    }
    expect([...walk.predictions.at(-1)!.byRole.keys()]).toEqual([
      'served',
      'champion 1 ago',
      FRESH,
      'stale by 1',
      'first',
      LAGS_ALONE,
      AGGREGATES,
      ALWAYS,
    ]);
  });

  it('says of an order what it would have said whatever came after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        async (kept, factor) => {
          const until = walk.steps[kept]!.lastCloseMs;
          const changed = ticks.map((tick) =>
            tick.timeMs <= until ? tick : { ...tick, bid: tick.bid * factor, offer: tick.offer * factor },
          );
          const other = await walkOver(changed);
          const upTo = (one: Walk): unknown[] =>
            one.predictions.filter(({ batch }) => batch <= kept).map(({ byRole }) => [...byRole.entries()]);
          expect(upTo(other)).toEqual(upTo(walk));
          expect(other.steps.slice(0, kept + 1)).toEqual(walk.steps.slice(0, kept + 1));
        },
      ),
      { numRuns: 3 },
    );
  }, 120_000);

  it('is judged role by role, and fresh against each of the others', () => {
    const { roles, comparisons, freshness } = judgeWalk(walk, settings);
    expect(roles.map(({ role }) => role)).toContain('first');
    expect(comparisons.map(({ role }) => role)).not.toContain(FRESH);
    expect(freshness?.role).toBe('first');
    const always = roles.find(({ role }) => role === ALWAYS);
    expect([always?.skill.difference, always?.skill.statement]).toEqual([0, 'cannot tell']);
  });
});

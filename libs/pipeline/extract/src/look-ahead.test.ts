import { featureRow, featureSchemaOf, PriceHistory } from '@moving-ground/feature-schema';
import type { StoredTick, Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyScenario, type Scenario } from './scenario.fixture.ts';
import { batchFiles, extracted, joined, tickAt, type Extracted } from './window.fixture.ts';

type Prices = Pick<StoredTick, 'bid' | 'midOpen' | 'high' | 'low'> & { readonly offerMove: number };

/** Prices that no scenario has, so that one which reaches a row is seen. */
const anyPrices: fc.Arbitrary<Prices> = fc.record({
  bid: fc.integer({ min: 1, max: 3_000_000 }).map((bid) => bid / 100 + 0.003),
  midOpen: fc.option(fc.integer({ min: 1, max: 9000 })),
  high: fc.option(fc.constant(99_999.5)),
  low: fc.option(fc.constant(0.25)),
  offerMove: fc.integer({ min: 1, max: 9000 }),
});

/** One order of a scenario, and what becomes of each tick from its second on: new prices, or the tick is not there. */
const anyChange = fc.record({
  scenario: anyScenario,
  pick: fc.nat(),
  changes: fc.array(fc.option(anyPrices, { freq: 4 }), { minLength: 250, maxLength: 250 }),
});

const ownTick = ({ openTimeMs, openPrice }: Transaction, ticks: readonly StoredTick[]): number =>
  ticks.findIndex(({ timeMs, offer }) => timeMs === openTimeMs && offer === openPrice);

/** All but the order's own tick; offers move to where no order was placed. */
function changedFrom(order: Transaction, ticks: readonly StoredTick[], changes: readonly (Prices | null)[]) {
  const second = Math.floor(order.openTimeMs / 1000);
  const own = ownTick(order, ticks);
  return ticks.flatMap((tick, i): StoredTick[] => {
    if (i === own || tick.timeMs < second * 1000) return [tick];
    const change = changes[i];
    if (!change) return [];
    const { offerMove, ...prices } = change;
    return [{ ...tick, ...prices, offer: 100_000.7 + offerMove }];
  });
}

function alone(order: Transaction, ticks: readonly StoredTick[], { schema }: Scenario): Promise<Extracted> {
  const batches = [batchFiles(0, { transactions: [order], ticks })];
  return extracted({ batches, schema, split: { train: 0, validation: 0, test: 1 }, seed: 1 });
}

describe('a price from an order’s own second on', () => {
  it('changes nothing of its row, be it earlier or later than the order, changed or taken away', async () => {
    const rows = { last: 0, mean: 0 };
    await fc.assert(
      fc.asyncProperty(anyChange, async ({ scenario, pick, changes }) => {
        const orders = scenario.batches.flatMap(({ transactions }) => [...transactions]);
        const order = orders[pick % orders.length]!;
        const { files, report } = await alone(order, scenario.ticks, scenario);
        const changed = await alone(order, changedFrom(order, scenario.ticks, changes), scenario);
        expect(joined(changed.files.test)).toEqual(joined(files.test));
        expect(changed.report.dropped).toEqual(report.dropped);
        rows[scenario.schema.priceOfSecond ?? 'last'] += report.parts.test.rows;
      }),
      { numRuns: 300 },
    );
    expect(Math.min(rows.last, rows.mean), JSON.stringify(rows)).toBeGreaterThan(20);
  });

  it('changes no row of an order placed before that second', async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(anyChange, async ({ scenario, pick, changes }) => {
        const orders = scenario.batches.flatMap(({ transactions }) => [...transactions]);
        const order = orders[pick % orders.length]!;
        const second = Math.floor(order.openTimeMs / 1000);
        const transactions = [
          ...new Map(
            orders.filter((other) => other.openTimeMs < second * 1000).map((other) => [other.id, other]),
          ).values(),
          order,
        ];
        const run = (ticks: readonly StoredTick[]): Promise<Extracted> =>
          extracted({
            batches: [batchFiles(0, { transactions, ticks })],
            schema: scenario.schema,
            split: { train: 0, validation: 0, test: 1 },
            seed: 1,
          });
        const { files, report } = await run(scenario.ticks);
        const changed = await run(changedFrom(order, scenario.ticks, changes));
        expect(joined(changed.files.test)).toEqual(joined(files.test));
        rows += report.parts.test.rows;
      }),
      { numRuns: 100 },
    );
    expect(rows).toBeGreaterThan(500);
  });

  it('is seen where it is the order’s own tick, and where it is one second earlier', async () => {
    const schema = featureSchemaOf({
      resolutions: [{ lags: 2, stepSeconds: 1 }],
      lagOrder: 'newest-first',
      maxGapSeconds: 60,
    });
    const ticks = [0, 1000, 2000].map((ms) => tickAt(ms, 100, 102));
    const row = (changed: readonly StoredTick[]): Float32Array | string => {
      const history = new PriceHistory(schema);
      for (const tick of changed) history.accept(tick);
      return featureRow(schema, history, changed[2]!);
    };
    expect(row(ticks)).toEqual(Float32Array.of(-1, 1, 0, 0, 0, 0, 0));
    expect(row(ticks.with(1, tickAt(1999, 104, 106)))).toEqual(Float32Array.of(-1, 1, 0, 4, 0, 4, 0));
    expect(row(ticks.with(2, tickAt(2000, 104, 106)))).toEqual(Float32Array.of(-1, 1, -4, 0, -4, -4, -4));
  });
});

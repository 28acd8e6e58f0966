import {
  featureSchemaOf,
  LAG_ORDERS,
  PRICES_OF_A_SECOND,
  windowSeconds,
  type FeatureSchema,
} from '@moving-ground/feature-schema';
import { byClosing, type StoredTick, type Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { tickAt, transactionOn, type BatchContent } from './window.fixture.ts';

export const anySchema: fc.Arbitrary<FeatureSchema> = fc
  .record({
    resolutions: fc.uniqueArray(
      fc.record({ lags: fc.integer({ min: 1, max: 6 }), stepSeconds: fc.integer({ min: 1, max: 4 }) }),
      { minLength: 1, maxLength: 2, selector: ({ stepSeconds }) => stepSeconds },
    ),
    lagOrder: fc.constantFrom(...LAG_ORDERS),
    priceOfSecond: fc.constantFrom(...PRICES_OF_A_SECOND),
    maxGapSeconds: fc.integer({ min: 1, max: 6 }),
  })
  .map(featureSchemaOf);

type Step = {
  readonly ms: number;
  readonly move: number;
  readonly spread: number;
  readonly high: number | null;
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  ms: fc.oneof(
    { weight: 60, arbitrary: fc.integer({ min: 0, max: 900 }) },
    { weight: 1, arbitrary: fc.integer({ min: 900, max: 7000 }) },
  ),
  move: fc.integer({ min: -3, max: 3 }),
  spread: fc.constantFrom(0.1, 0.2, 36),
  high: fc.option(fc.constant(6600.1), { freq: 3 }),
});

/** A market of about two minutes that begins just before midnight, with ties in a millisecond and with silences. */
export const anyTicks: fc.Arbitrary<StoredTick[]> = fc
  .array(anyStep, { minLength: 20, maxLength: 250, size: 'max' })
  .map((steps) => {
    let offsetMs = 13 * 3_600_000 + 59 * 60_000 + 30_000;
    let sequence = 0;
    let price = 65_000;
    return steps.map(({ ms, move, spread, high }) => {
      sequence = ms === 0 ? sequence + 1 : 0;
      offsetMs += ms;
      price += move;
      const bid = price / 10;
      return tickAt(offsetMs, bid, bid + spread, { sequence, high, low: high === null ? null : 6400.3 });
    });
  });

const anyHoldings = fc.array(
  fc.record({ heldMs: fc.integer({ min: 1, max: 20_000 }), profit: fc.boolean(), isPlaced: fc.boolean() }),
  { minLength: 250, maxLength: 250 },
);

/** Orders on about half of the ticks, each on the first tick of that time with its offer. */
function ordersOn(ticks: readonly StoredTick[], holdings: readonly Holding[]): Transaction[] {
  let slot = 0;
  return ticks.flatMap((tick, i) => {
    const [before, holding] = [ticks[i - 1], holdings[i]];
    const isNewSecond = !before || Math.floor(before.timeMs / 1000) < Math.floor(tick.timeMs / 1000);
    slot = isNewSecond ? 0 : slot + 1;
    const isHidden = ticks.some((t, j) => j < i && t.timeMs === tick.timeMs && t.offer === tick.offer);
    if (!holding?.isPlaced || isHidden) return [];
    return transactionOn(tick, { slot, heldMs: holding.heldMs, profit: holding.profit });
  });
}

type Holding = { readonly heldMs: number; readonly profit: boolean; readonly isPlaced: boolean };

export type Scenario = {
  readonly schema: FeatureSchema;
  readonly ticks: readonly StoredTick[];
  readonly batches: readonly BatchContent[];
};

export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    schema: anySchema,
    ticks: anyTicks,
    holdings: anyHoldings,
    batchCount: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ schema, ticks, holdings, batchCount }) => {
    const orders = ordersOn(ticks, holdings).sort(byClosing);
    const size = Math.max(1, Math.ceil(orders.length / batchCount));
    const batches = Array.from({ length: batchCount }, (_, i) =>
      batchOf(orders.slice(Math.max(0, i * size - 1), (i + 1) * size), ticks, windowSeconds(schema)),
    );
    return { schema, ticks, batches: batches.filter(({ transactions }) => transactions.length > 0) };
  })
  .filter(({ batches }) => batches.length > 0);

/** As batches are exported: the prices from the earliest open minus the window to the latest close. */
function batchOf(
  transactions: readonly Transaction[],
  ticks: readonly StoredTick[],
  seconds: number,
): BatchContent {
  const from = Math.min(...transactions.map(({ openTimeMs }) => openTimeMs)) - seconds * 1000;
  const to = Math.max(...transactions.map(({ closeTimeMs }) => closeTimeMs));
  return { transactions, ticks: ticks.filter(({ timeMs }) => timeMs >= from && timeMs <= to) };
}

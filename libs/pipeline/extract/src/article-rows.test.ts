import { ARTICLE_FEATURES, featureSchemaOf } from '@moving-ground/feature-schema';
import { decodeRecords } from '@moving-ground/formats';
import type { StoredTick } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchFiles, extracted, joined, tickAt, transactionOn } from './window.fixture.ts';

const LAGS = 8;
const FEATURES = { ...ARTICLE_FEATURES, resolutions: [{ lags: LAGS, stepSeconds: 1 }] };
const schema = featureSchemaOf({ ...FEATURES, lagOrder: 'oldest-first', priceOfSecond: 'mean' });

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The article's implementation, by its steps: seconds are rounded, a second has the average of its mean bid and mean
 * offer, an order the last so many seconds before its own that have one, oldest first, and all minus its own mid.
 */
function articleRow(own: StoredTick, ticks: readonly StoredTick[]): number[] {
  const secondOf = ({ timeMs }: StoredTick): number => Math.round(timeMs / 1000);
  const bySecond = Map.groupBy(ticks, secondOf);
  const history = [...bySecond]
    .filter(([second]) => second < secondOf(own))
    .sort(([a], [b]) => a - b)
    .slice(-LAGS)
    .map(([, of]) => (mean(of.map(({ bid }) => bid)) + mean(of.map(({ offer }) => offer))) / 2);
  const { bid, offer, midOpen, high, low } = own;
  return [bid, offer, midOpen ?? NaN, high ?? NaN, low ?? NaN, ...history].map(
    (price) => price - (bid + offer) / 2,
  );
}

/** Rows of orders on all ticks from this place on, a row each. */
async function rowsFrom(place: number, ticks: readonly StoredTick[]): Promise<number[][]> {
  const transactions = ticks
    .slice(place)
    .map((tick, slot) => transactionOn(tick, { slot, heldMs: 1, profit: true }));
  const { files } = await extracted({
    batches: [batchFiles(0, { transactions, ticks })],
    schema,
    split: { train: 0, validation: 0, test: 1 },
    seed: 1,
  });
  const { features, rows, featureDim } = decodeRecords(joined(files.test), 'test');
  return Array.from({ length: rows }, (_, row) => [
    ...features.subarray(row * featureDim, (row + 1) * featureDim),
  ]);
}

/** One, two or four ticks in the first half of a second, at prices of eighths: so that no sum is rounded. */
const anySecond = fc.constantFrom(1, 2, 4).chain((count) =>
  fc.record({
    ms: fc.uniqueArray(fc.integer({ min: 0, max: 499 }), { minLength: count, maxLength: count }),
    bids: fc.array(fc.integer({ min: 50_000, max: 52_000 }), { minLength: count, maxLength: count }),
    spread: fc.integer({ min: 1, max: 300 }),
  }),
);

const anyMarket = fc.array(anySecond, { minLength: LAGS + 2, maxLength: LAGS + 12 }).map((seconds) =>
  seconds.flatMap(({ ms, bids, spread }, second) =>
    [...ms]
      .sort((a, b) => a - b)
      .map((at, i) => {
        const bid = (bids[i] ?? NaN) / 8;
        const day = { midOpen: 6400.5, high: 6600.25, low: 6100.125 };
        return tickAt(second * 1000 + at, bid, bid + spread / 8, day);
      }),
  ),
);

describe("the article's rows", () => {
  it('are those of its implementation, to the bit, on a market without a silent second', async () => {
    await fc.assert(
      fc.asyncProperty(anyMarket, async (ticks) => {
        const place = ticks.findIndex(({ timeMs }) => timeMs >= tickAt(LAGS * 1000, 1, 1).timeMs);
        const expected = ticks.slice(place).map((own) => articleRow(own, ticks));
        expect(await rowsFrom(place, ticks)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  const steady = (seconds: readonly number[]): StoredTick[] =>
    seconds.map((second) =>
      tickAt(second * 1000, 100 + second, 102 + second, { midOpen: 100, high: 200, low: 100 }),
    );

  it('keep the distance of a lag where the implementation moves older prices over a silent second', async () => {
    const ticks = steady([0, 1, 2, 3, 4, 5, 6, 8, 9]);
    const [row] = await rowsFrom(8, ticks);
    expect(row?.slice(5)).toEqual([-8, -7, -6, -5, -4, -3, -3, -1]);
    expect(articleRow(ticks[8]!, ticks).slice(5)).toEqual([-9, -8, -7, -6, -5, -4, -3, -1]);
  });

  it('are left out where the implementation has a shorter history, to be filled with a later order’s prices', async () => {
    const ticks = steady([0, 1, 2, 3, 4, 5, 6, 7]);
    await expect(rowsFrom(7, ticks)).rejects.toThrow('the file is empty');
    expect(articleRow(ticks[7]!, ticks)).toHaveLength(schema.columns.length - 1);
  });
});

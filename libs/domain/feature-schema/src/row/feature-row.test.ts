import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureDim, featureSchemaOf, windowSeconds } from '../feature-schema.ts';
import { ARTICLE_FEATURES, LAG_ORDERS } from '../feature-settings.ts';
import { featureRow } from './feature-row.ts';
import { PriceHistory } from './price-history.ts';
import type { RowTick } from './row-tick.ts';

function tickAt(timeMs: number, mid: number): RowTick {
  return { timeMs, bid: mid - 1, offer: mid + 1 };
}

const anySettings = fc.record({
  resolutions: fc.uniqueArray(
    fc.record({ lags: fc.integer({ min: 1, max: 9 }), stepSeconds: fc.integer({ min: 1, max: 7 }) }),
    { minLength: 1, maxLength: 3, selector: ({ stepSeconds }) => stepSeconds },
  ),
  lagOrder: fc.constantFrom(...LAG_ORDERS),
  maxGapSeconds: fc.constant(60),
});

describe('featureRow', () => {
  it('has in every column what the column is called, on a price that grows by one a second', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const schema = featureSchemaOf(settings);
        const history = new PriceHistory(schema);
        const last = windowSeconds(schema);
        for (let second = 0; second <= last; second++) history.accept(tickAt(second * 1000, 500 + second));
        const row = featureRow(schema, history, tickAt(last * 1000, 500 + last));
        expect(row).toHaveLength(featureDim(schema));
        schema.columns.slice(5).forEach((name, i) => {
          const [, step, k] = /^lag_(\d+)s_(\d+)$/.exec(name) ?? [];
          expect(row[5 + i]).toBe(-Number(step) * Number(k));
        });
      }),
    );
  });

  it("takes the day's prices of the tick where it tells them, and its own where it does not", () => {
    const schema = featureSchemaOf({ ...ARTICLE_FEATURES, resolutions: [{ lags: 1, stepSeconds: 1 }] });
    const history = new PriceHistory(schema);
    history.accept(tickAt(0, 100));
    const told: RowTick = { timeMs: 1000, bid: 103, offer: 105, midOpen: 90, high: 120, low: 80 };
    history.accept(told);
    expect(featureRow(schema, history, told)).toEqual(Float32Array.of(-1, 1, -14, 16, -24, -4));
    const { timeMs, bid, offer } = told;
    expect(featureRow(schema, history, { timeMs, bid, offer, high: null })).toEqual(
      Float32Array.of(-1, 1, -4, 0, -4, -4),
    );
  });

  it('says what is missing: a second too little, and a silence longer than a price may bridge', () => {
    const schema = featureSchemaOf({
      resolutions: [{ lags: 3, stepSeconds: 1 }],
      lagOrder: 'newest-first',
      maxGapSeconds: 2,
    });
    const rowAfter = (seconds: readonly number[]): Float32Array | string => {
      const history = new PriceHistory(schema);
      for (const second of seconds) history.accept(tickAt(second * 1000, 10));
      return featureRow(schema, history, tickAt((seconds.at(-1) ?? NaN) * 1000, 10));
    };
    expect(rowAfter([1, 2, 3])).toBe('shortHistory');
    expect(rowAfter([0, 2, 3])).toBeInstanceOf(Float32Array);
    expect(rowAfter([0, 3, 4])).toBe('gap');
  });

  it('has of a second its last mid, or the mean of all of its mids, and of a silent second what stood before it', () => {
    const ticks = [tickAt(0, 10), tickAt(400, 30), tickAt(999, 20.5), tickAt(3000, 8), tickAt(3500, 16)];
    const lags = (priceOfSecond: 'last' | 'mean'): number[] => {
      const schema = featureSchemaOf({
        resolutions: [{ lags: 4, stepSeconds: 1 }],
        lagOrder: 'oldest-first',
        priceOfSecond,
        maxGapSeconds: 60,
      });
      const history = new PriceHistory(schema);
      for (const tick of [...ticks, tickAt(4000, 0), tickAt(4001, 100)]) history.accept(tick);
      return [...(featureRow(schema, history, tickAt(4000, 0)) as Float32Array).slice(5)];
    };
    expect(lags('last')).toEqual([20.5, 20.5, 20.5, 16]);
    expect(lags('mean')).toEqual([60.5 / 3, 60.5 / 3, 60.5 / 3, 12].map(Math.fround));
  });

  it('goes on for days without holding more than its window', () => {
    const schema = featureSchemaOf(ARTICLE_FEATURES);
    const history = new PriceHistory(schema);
    const price = (second: number): number => 100 + (second % 1000);
    for (let second = 0; second < 200_000; second++) history.accept(tickAt(second * 1000, price(second)));
    const row = featureRow(schema, history, tickAt(199_999_000, price(199_999))) as Float32Array;
    const lags = Array.from({ length: 600 }, (_, i) => price(199_998 - i) - price(199_999));
    expect([...row.slice(5)]).toEqual(lags);
    expect(history.seconds.mids.length).toBeLessThan(10_000);
  });

  it('takes no tick that is older than the one before', () => {
    const history = new PriceHistory(featureSchemaOf(ARTICLE_FEATURES));
    history.accept(tickAt(1000, 1));
    expect(() => history.accept(tickAt(999, 1))).toThrow(RangeError);
  });
});

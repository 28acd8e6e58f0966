import { featureSchemaOf } from '@moving-ground/feature-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowByDefinition } from './by-definition.fixture.ts';
import { featureRow } from './feature-row.ts';
import { PriceHistory } from './price-history.ts';
import { anySchema, anyTicks } from './scenario.fixture.ts';
import { tickAt, transactionOn } from './window.fixture.ts';

describe('featureRow', () => {
  it('has on every tick the row of the definitions, to the bit, or says why there is none', () => {
    fc.assert(
      fc.property(anySchema, anyTicks, (schema, ticks) => {
        const history = new PriceHistory(schema);
        ticks.forEach((tick, i) => {
          history.accept(tick);
          const isHidden = ticks.some((t, j) => j < i && t.timeMs === tick.timeMs && t.offer === tick.offer);
          if (isHidden) return;
          const order = transactionOn(tick, { heldMs: 1, profit: true });
          const expected = rowByDefinition(order, ticks, schema);
          expect(featureRow(schema, history, tick)).toEqual(
            typeof expected === 'string' ? expected : Float32Array.from(expected),
          );
        });
      }),
      { numRuns: 60 },
    );
  });

  it('goes on for days without holding more than its window', () => {
    const schema = featureSchemaOf({
      resolutions: [{ lags: 600, stepSeconds: 1 }],
      lagOrder: 'newest-first',
      maxGapSeconds: 60,
    });
    const history = new PriceHistory(schema);
    const price = (second: number): number => 100 + (second % 1000);
    for (let second = 0; second < 200_000; second++)
      history.accept(tickAt(second * 1000, price(second) - 1, price(second) + 1));
    const newest = tickAt(199_999_000, price(199_999) - 1, price(199_999) + 1);
    const row = featureRow(schema, history, newest) as Float32Array;
    const lags = Array.from({ length: 600 }, (_, i) => price(199_998 - i) - price(199_999));
    expect([...row.slice(5)]).toEqual(lags);
    expect(history.seconds.mids.length).toBeLessThan(10_000);
  });

  it('takes no tick that is older than the one before', () => {
    const history = new PriceHistory(
      featureSchemaOf({
        resolutions: [{ lags: 1, stepSeconds: 1 }],
        lagOrder: 'newest-first',
        maxGapSeconds: 1,
      }),
    );
    history.accept(tickAt(1000, 1, 2));
    expect(() => history.accept(tickAt(999, 1, 2))).toThrow(RangeError);
  });
});

import { featureRow, PriceHistory } from '@moving-ground/feature-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowByDefinition } from './by-definition.fixture.ts';
import { anySchema, anyTicks } from './scenario.fixture.ts';
import { transactionOn } from './window.fixture.ts';

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
});

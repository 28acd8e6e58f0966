import fc from 'fast-check';
import { parseHyperparameters } from '@moving-ground/tuning-config';
import { describe, expect, it } from 'vitest';
import { lossOf } from './loss.ts';

const lossNamed = (loss: string) =>
  lossOf(parseHyperparameters({ predictor_type: 'binary_classifier', mini_batch_size: '1', loss }));

/** -p y log(sigmoid(f)) - (1 - y) log(1 - sigmoid(f)), and its derivative by f. */
function defined(margin: number, label: number, weight: number): { loss: number; slope: number } {
  const wrong = label === 1 ? -margin : margin;
  const loss = wrong > 30 ? wrong : Math.log1p(Math.exp(wrong));
  const chance = 1 / (1 + Math.exp(-wrong));
  return label === 1 ? { loss: weight * loss, slope: -weight * chance } : { loss, slope: chance };
}

const rows = fc.array(
  fc.record({
    margin: fc.oneof(
      fc.double({ min: -6, max: 6, noNaN: true }),
      fc.double({ min: -600, max: 600, noNaN: true }),
    ),
    label: fc.constantFrom(0, 1),
  }),
  { minLength: 1, maxLength: 1200 },
);

describe('the logistic loss', () => {
  it('of a mini-batch is the sum of its rows, with each row its own slope', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(0.25, 1, 7), (given, positiveWeight) => {
        const block = {
          margins: Float64Array.from(given, ({ margin }) => margin),
          labels: Float32Array.from([9, ...given.map(({ label }) => label)]),
          first: 1,
          count: given.length,
          positiveWeight,
        };
        const slopes = new Float32Array(given.length);
        const expected = given.map(({ margin, label }) => defined(margin, label, positiveWeight));
        const sum = expected.reduce((total, { loss }) => total + loss, 0);
        expect(Math.abs(lossNamed('logistic').sum(block, slopes) - sum)).toBeLessThan(1e-9 * (1 + sum));
        expected.forEach(({ slope }, i) => {
          expect(Math.abs(slopes[i]! - slope)).toBeLessThan(1e-6 * positiveWeight);
        });
      }),
    );
  });

  it.each([0, 1])(
    'of an infinite margin is no number, so that the training fails, with label %d',
    (label) => {
      const block = { labels: Float32Array.of(label), first: 0, count: 1, positiveWeight: 2 };
      for (const margin of [Infinity, -Infinity, NaN]) {
        const sum = lossNamed('logistic').sum({ ...block, margins: Float32Array.of(margin) });
        expect(Number.isFinite(sum)).toBe(false);
      }
    },
  );
});

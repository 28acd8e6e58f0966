import { ARTICLE_FEATURES, featureRow, featureSchemaOf, PriceHistory } from '@moving-ground/feature-schema';
import { minimize, seededRandom } from '@moving-ground/numeric';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitRidgeLogistic, ridgeScores } from './ridge-logistic.ts';
import { WindowAggregates } from './window-aggregates.ts';

function randomDesign(seed: number, rows: number, columns: number) {
  const random = seededRandom(seed);
  const values = Float64Array.from(
    { length: rows * columns },
    (_, i) => random.normal() * (1 + (i % columns)) + 5,
  );
  const labels = Array.from({ length: rows }, (_, i) =>
    random.uniform() < 1 / (1 + Math.exp(5 - values[i * columns]!)) ? 1 : 0,
  );
  return { values, columns, labels };
}

describe('ridge logistic regression', () => {
  it('is where a general minimizer ends, in the columns’ own units', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0.001, 0.1), (seed, ridge) => {
        const design = randomDesign(seed, 200, 3);
        const found = fitRidgeLogistic(design, ridge);
        const rows = design.labels.length;
        const column = (j: number) => Array.from({ length: rows }, (_, i) => design.values[i * 3 + j]!);
        const deviations = [0, 1, 2].map((j) => {
          const mean = column(j).reduce((a, b) => a + b, 0) / rows;
          return Math.sqrt(column(j).reduce((a, b) => a + (b - mean) ** 2, 0) / rows);
        });
        const { value } = minimize(
          (point, gradient) => {
            gradient.fill(0);
            let loss = 0;
            for (let i = 0; i < rows; i++) {
              const row = [0, 1, 2].map((j) => design.values[i * 3 + j]!);
              const margin = row.reduce((sum, x, j) => sum + x * point[j]!, point[3]!);
              loss += (Math.log1p(Math.exp(margin)) - margin * design.labels[i]!) / rows;
              const slope = (1 / (1 + Math.exp(-margin)) - design.labels[i]!) / rows;
              row.forEach((x, j) => (gradient[j] = gradient[j]! + slope * x));
              gradient[3] = gradient[3]! + slope;
            }
            deviations.forEach((deviation, j) => {
              loss += (ridge / 2) * (point[j]! * deviation) ** 2;
              gradient[j] = gradient[j]! + ridge * point[j]! * deviation ** 2;
            });
            return loss;
          },
          new Float64Array([...found.weights, found.intercept]),
          { tolerance: 1e-12, maxIterations: 2000 },
        );
        const own = lossOf(design, found, deviations, ridge);
        expect(own).toBeLessThanOrEqual(value + 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it('learns what there is and gives probabilities', () => {
    const design = randomDesign(4, 2000, 2);
    const scores = ridgeScores(fitRidgeLogistic(design), design.values);
    const meanOf = (label: number) => {
      const some = [...scores].filter((_, i) => design.labels[i] === label);
      return some.reduce((a, b) => a + b, 0) / some.length;
    };
    expect(meanOf(1) - meanOf(0)).toBeGreaterThan(0.1);
    expect(Math.min(...scores)).toBeGreaterThan(0);
  });

  it('bears columns without information and labels that can be told apart', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 7 : i));
    const labels = Array.from({ length: 20 }, (_, i) => Number(i > 9));
    const { weights } = fitRidgeLogistic({ values, columns: 2, labels });
    expect(weights[0]).toBe(0);
    expect(weights[1]).toBeGreaterThan(0);
  });
});

function lossOf(
  { values, columns, labels }: ReturnType<typeof randomDesign>,
  { weights, intercept }: { weights: Float64Array; intercept: number },
  deviations: readonly number[],
  ridge: number,
): number {
  let loss = 0;
  labels.forEach((label, i) => {
    let margin = intercept;
    for (let j = 0; j < columns; j++) margin += weights[j]! * values[i * columns + j]!;
    loss += (Math.log1p(Math.exp(margin)) - margin * label) / labels.length;
  });
  return deviations.reduce((sum, deviation, j) => sum + (ridge / 2) * (weights[j]! * deviation) ** 2, loss);
}

describe('the aggregates of the window', () => {
  const schema = featureSchemaOf(ARTICLE_FEATURES);
  const aggregates = new WindowAggregates(schema);

  it('are about twenty', () => {
    expect(aggregates.count).toBe(22);
  });

  it('read returns, range and spread off a row of rising prices', () => {
    const history = new PriceHistory(schema);
    const tick = (second: number) => ({ timeMs: second * 1000, bid: 100 + second, offer: 100.5 + second });
    for (let second = 0; second <= 700; second++) history.accept(tick(second));
    const row = featureRow(schema, history, tick(700)) as Float32Array;
    const found = [...aggregates.of({ features: row, rows: 1, featureDim: 605 })];
    // Lag k is the price k seconds before.
    expect(found.slice(0, 8)).toEqual([1, 5, 15, 30, 60, 150, 300, 600]);
    expect(found.slice(8, 16)).toEqual(new Array(8).fill(1));
    expect(found.slice(16)).toEqual([1, 1, 0.5, 1, 700, 0]);
  });

  it('have no range where nothing moves', () => {
    const flat = new Float32Array(605);
    expect(aggregates.of({ features: flat, rows: 1, featureDim: 605 })[16]).toBe(0.5);
  });
});

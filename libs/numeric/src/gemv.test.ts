import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addGemvTransposed, gemv } from './gemv.ts';
import { seededRandom } from './seeded-random.ts';

type Case = { seed: number; rows: number; columns: number; first: number; count: number };

const cases = fc
  .record({
    seed: fc.integer(),
    rows: fc.integer({ min: 1, max: 20 }),
    columns: fc.integer({ min: 1, max: 30 }),
    from: fc.nat(),
    length: fc.nat(),
  })
  .map(({ from, length, rows, ...rest }): Case => {
    const first = from % rows;
    return { ...rest, rows, first, count: length % (rows - first + 1) };
  });

function drawn({ seed, rows, columns }: Case) {
  const random = seededRandom(seed);
  return {
    values: Float32Array.from({ length: rows * columns }, () => random.normal()),
    vector: Float64Array.from({ length: columns }, () => random.normal()),
    coefficients: Float64Array.from({ length: rows }, () => random.normal()),
  };
}

describe('gemv', () => {
  it('sums each row from its first column to its last, to the bit', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { values, vector } = drawn(shape);
        const out = new Float64Array(shape.rows);
        gemv({ values, ...shape }, vector, out);
        for (let i = 0; i < shape.count; i++) {
          let sum = 0;
          for (let j = 0; j < shape.columns; j++) {
            sum += values[(shape.first + i) * shape.columns + j]! * vector[j]!;
          }
          expect(out[i]).toBe(sum);
        }
        expect(out.subarray(shape.count).every((value) => value === 0)).toBe(true);
      }),
    );
  });

  it('gives a row the same answer in any block', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { values, vector } = drawn(shape);
        const whole = new Float64Array(shape.rows);
        gemv({ values, columns: shape.columns, first: 0, count: shape.rows }, vector, whole);
        const part = new Float64Array(shape.rows);
        gemv({ values, ...shape }, vector, part);
        expect(part.subarray(0, shape.count)).toEqual(whole.subarray(shape.first, shape.first + shape.count));
      }),
    );
  });
});

describe('addGemvTransposed', () => {
  it("is the transpose: c . (A v) = (A' c) . v, on top of what was there", () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { values, vector, coefficients } = drawn(shape);
        const products = new Float64Array(shape.rows);
        gemv({ values, ...shape }, vector, products);
        const sums = new Float64Array(shape.columns).fill(1);
        addGemvTransposed({ values, ...shape }, coefficients, sums);
        const left = products.reduce((sum, product, i) => sum + product * coefficients[i]!, 0);
        const right = sums.reduce((sum, value, j) => sum + (value - 1) * vector[j]!, 0);
        expect(right).toBeCloseTo(left, 8);
      }),
    );
  });
});

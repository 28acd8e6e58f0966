import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, choleskyWithJitter, NotPositiveDefinite } from './cholesky.ts';
import { seededRandom } from './seeded-random.ts';
import { inverseFromFactor, solveLower, solveLowerTransposed } from './triangular-solve.ts';

/** B B' + I for a random B: positive definite. */
function positiveDefinite(seed: number, n: number): Float64Array {
  const random = seededRandom(seed);
  const b = Array.from({ length: n * n }, () => random.normal());
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += b[i * n + k]! * b[j * n + k]!;
    return sum;
  });
}

function times(matrix: Float64Array, n: number, x: Float64Array): Float64Array {
  return x.map((_, i) => x.reduce((sum, value, j) => sum + matrix[i * n + j]! * value, 0));
}

const seeds = fc.integer();
const sizes = fc.integer({ min: 1, max: 12 });

describe('cholesky', () => {
  it('gives a lower factor whose square is the matrix', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, n) => {
        const matrix = positiveDefinite(seed, n);
        const factor = cholesky(matrix, n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += factor[i * n + k]! * factor[j * n + k]!;
            expect(sum).toBeCloseTo(matrix[i * n + j]!, 9);
            if (j > i) expect(factor[i * n + j]).toBe(0);
          }
        }
      }),
    );
  });

  it('refuses what is not positive definite and says which pivot', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(
      new NotPositiveDefinite('pivot 1 of 2 was -3'),
    );
    expect(() => choleskyWithJitter(Float64Array.of(NaN), 1)).toThrow(NotPositiveDefinite);
  });

  it('adds jitter until a singular matrix has a factor', () => {
    const factor = choleskyWithJitter(Float64Array.of(1, 1, 1, 1 - 1e-6), 2);
    expect(factor.every(Number.isFinite)).toBe(true);
  });
});

describe('triangular solves', () => {
  it('solve the system of the matrix', () => {
    fc.assert(
      fc.property(seeds, sizes, (seed, n) => {
        const matrix = positiveDefinite(seed, n);
        const random = seededRandom(seed + 1);
        const right = Float64Array.from({ length: n }, () => random.normal());
        const factor = cholesky(matrix, n);
        const x = right.slice();
        solveLower(factor, n, x);
        solveLowerTransposed(factor, n, x);
        times(matrix, n, x).forEach((value, i) => expect(value).toBeCloseTo(right[i]!, 8));
        times(inverseFromFactor(factor, n), n, right).forEach((value, i) => {
          expect(value).toBeCloseTo(x[i]!, 8);
        });
      }),
    );
  });
});

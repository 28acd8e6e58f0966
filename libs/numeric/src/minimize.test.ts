import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Objective } from './minimize.ts';
import { minimize } from './minimize.ts';
import { seededRandom } from './seeded-random.ts';

/** Rosenbrock's valley in two dimensions: minimum 0 at (1, 1). */
const valley: Objective = (point, gradient) => {
  const [x = 0, y = 0] = point;
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

/** sum of weights[i] * (x[i] - centers[i])^2. */
function bowl(centers: readonly number[], weights: readonly number[]): Objective {
  return (point, gradient) => {
    let value = 0;
    point.forEach((x, i) => {
      const offset = x - centers[i]!;
      gradient[i] = 2 * weights[i]! * offset;
      value += weights[i]! * offset * offset;
    });
    return value;
  };
}

describe('minimize', () => {
  it('finds the end of a curved valley', () => {
    const found = minimize(valley, [-1.2, 1], { tolerance: 1e-8 });
    expect(found.converged).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 6);
    expect(found.point[1]).toBeCloseTo(1, 6);
    expect(found.iterations).toBeLessThan(100);
  });

  it('stops at the wall of a box where the valley leaves it', () => {
    const found = minimize(valley, [-1.2, 1], { lower: [-2, -2], upper: [0.5, 2], tolerance: 1e-8 });
    expect(found.point[0]).toBe(0.5);
    expect(found.point[1]).toBeCloseTo(0.25, 6);
  });

  it('clamps the minimum of a bowl into any box', () => {
    const random = fc.record({ seed: fc.integer(), n: fc.integer({ min: 1, max: 8 }) });
    fc.assert(
      fc.property(random, ({ seed, n }) => {
        const draw = seededRandom(seed);
        const centers = Array.from({ length: n }, () => 2 * draw.normal());
        const weights = Array.from({ length: n }, () => Math.exp(2 * draw.normal()));
        const lower = Array.from({ length: n }, () => -draw.uniform());
        const upper = Array.from({ length: n }, () => draw.uniform());
        const start = Array.from({ length: n }, () => draw.normal());
        const { point } = minimize(bowl(centers, weights), start, { lower, upper, tolerance: 1e-9 });
        point.forEach((x, i) => {
          expect(x).toBeCloseTo(Math.min(Math.max(centers[i]!, lower[i]!), upper[i]!), 4);
        });
      }),
    );
  });

  it('walks around points where the function has no value', () => {
    const logarithm: Objective = (point, gradient) => {
      const x = point[0]!;
      gradient[0] = 1 - 1 / x;
      return x > 0 ? x - Math.log(x) : NaN;
    };
    expect(minimize(logarithm, [20]).point[0]).toBeCloseTo(1, 5);
  });
});

import { seededRandom } from '@moving-ground/numeric';
import type { ParameterRange } from '@moving-ground/tuning-config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpectedImprovement } from './expected-improvement.ts';
import { fitSurrogate } from './fit-surrogate.ts';
import type { Observations } from './observations.ts';
import { SearchSpace } from './search-space.ts';
import { Surrogate } from './surrogate.ts';
import { startVector, unpack } from './surrogate-parameters.ts';
import { surrogatePosterior } from './surrogate-posterior.ts';

const ranges: readonly ParameterRange[] = [
  { kind: 'continuous', name: 'a', min: 0, max: 1, scaling: 'Linear' },
  { kind: 'continuous', name: 'b', min: 0, max: 1, scaling: 'Linear' },
  { kind: 'categorical', name: 'c', values: ['x', 'y'] },
];
const space = new SearchSpace(ranges);

function observe(seed: number, count: number): Observations {
  const random = seededRandom(seed);
  const points = Array.from({ length: count }, () => space.random(random));
  const targets = Float64Array.from(points, (point) => Math.sin(3 * point[0]!) + point[1]! + 0.3 * point[2]!);
  return { space, points, targets };
}

/** Compares a gradient with central differences. */
function expectGradient(
  objective: (point: Float64Array, gradient: Float64Array) => number,
  point: Float64Array,
  coordinates: readonly number[],
): void {
  const gradient = new Float64Array(point.length);
  objective(point, gradient);
  for (const j of coordinates) {
    const h = 1e-5;
    const spare = new Float64Array(point.length);
    const slope =
      (objective(point.with(j, point[j]! + h), spare) - objective(point.with(j, point[j]! - h), spare)) /
      (2 * h);
    expect(Math.abs(gradient[j]! - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
  }
}

describe('the surrogate', () => {
  it('has a posterior whose gradient is its slope', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const vector = startVector(3).map((value) => value + 0.5 * random.normal());
        expectGradient(surrogatePosterior(observe(seed, 8)), vector, [0, 1, 2, 3, 4, 5, 6, 7, 9, 10]);
      }),
      { numRuns: 30 },
    );
  });

  it('passes through what it observed and is unsure far from it', () => {
    const observations = observe(3, 12);
    const surrogate = new Surrogate(observations, fitSurrogate(observations, seededRandom(1)));
    observations.points.forEach((point, i) => {
      expect(surrogate.believe(point).mean).toBeCloseTo(observations.targets[i]!, 1);
    });
    const seen = surrogate.believe(observations.points[0]!).variance;
    const corner = surrogate.believe(Float64Array.of(1, 1, 0, 1)).variance;
    expect(corner).toBeGreaterThan(seen);
  });

  it('predicts a smooth function from a few points', () => {
    const observations = observe(5, 25);
    const surrogate = new Surrogate(observations, fitSurrogate(observations, seededRandom(1)));
    const fresh = observe(6, 50);
    const errors = fresh.points.map((point, i) => surrogate.believe(point).mean - fresh.targets[i]!);
    expect(Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / 50)).toBeLessThan(0.15);
  });

  it('has an expected improvement whose gradient is its slope, with and without pending points', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const observations = observe(seed, 7);
        const random = seededRandom(seed + 2);
        const vector = startVector(3).map((value) => value + 0.3 * random.normal());
        const surrogate = new Surrogate(observations, unpack(vector));
        const shifted = observations.targets.map((target, i) => target + 0.1 * i);
        const improvement = new ExpectedImprovement(surrogate, [observations.targets, shifted]);
        const point = space.random(seededRandom(seed + 1));
        if (improvement.at(point) < 1e-8) return;
        expectGradient(improvement.negativeLog, point, [0, 1]);
        const value = improvement.negativeLog(point, new Float64Array(4));
        expect(Math.exp(-value)).toBeCloseTo(improvement.at(point), 10);
      }),
      { numRuns: 50 },
    );
  });

  it('expects what sampling its belief gives on average', () => {
    const observations = observe(9, 6);
    const surrogate = new Surrogate(observations, unpack(startVector(3)));
    const improvement = new ExpectedImprovement(surrogate, [observations.targets]);
    const best = Math.min(...observations.points.map((point) => surrogate.believe(point).mean));
    const point = Float64Array.of(0.9, 0.1, 1, 0);
    const { mean, variance } = surrogate.believe(point);
    const random = seededRandom(2);
    let sum = 0;
    for (let i = 0; i < 200_000; i++) sum += Math.max(0, best - mean - Math.sqrt(variance) * random.normal());
    expect(Math.abs(improvement.at(point) - sum / 200_000)).toBeLessThan(4 * Math.sqrt(variance / 200_000));
  });
});

import type { SearchSpace } from './search-space.ts';

/** Points with their standardized targets, smaller being better. */
export type Observations = {
  readonly space: SearchSpace;
  readonly points: readonly Float64Array[];
  readonly targets: Float64Array;
};

/** Squared differences of two points, added up for each range. */
export function squaredDifferences(space: SearchSpace, a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(space.rangeCount);
  for (let j = 0; j < a.length; j++) {
    const range = space.rangeOf[j] as number;
    const difference = (a[j] as number) - (b[j] as number);
    sums[range] = (sums[range] as number) + difference * difference;
  }
  return sums;
}

/** The squared distance with each range in units of its bandwidth. */
export function scaledDistance(differences: Float64Array, inverseBandwidths: Float64Array): number {
  let sum = 0;
  for (let range = 0; range < differences.length; range++) {
    const width = inverseBandwidths[range] as number;
    sum += (differences[range] as number) * width * width;
  }
  return sum;
}

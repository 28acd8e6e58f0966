import type { Warping } from './warping.ts';

/** What a Gaussian process is shaped by; all but the mean are positive. */
export type SurrogateParameters = {
  /** One a range: how fast the function changes along it. */
  readonly inverseBandwidths: Float64Array;
  readonly scale: number;
  readonly noise: number;
  readonly mean: number;
  /** One a range; those of categories are not used. */
  readonly warpings: readonly Warping[];
};

// Bounds and starts as in Syne Tune's published design.
const BANDWIDTH_BOUNDS = [1e-4, 100] as const;
const SCALE_BOUNDS = [1e-3, 1e3] as const;
const NOISE_BOUNDS = [1e-9, 1e6] as const;
const MEAN_BOUNDS = [-10, 10] as const;
const WARPING_BOUNDS = [0.25, 4] as const;
/** Deviation of the LogNormal prior of both powers of a warping. */
const WARPING_DEVIATION = 0.75;
const START = { inverseBandwidth: 1, scale: 1, noise: 1e-3, mean: 0 };

/** Gamma prior of the noise with mean 0.1 and shape 0.1. */
const NOISE_SHAPE = 0.1;
const NOISE_RATE = NOISE_SHAPE / 0.1;

/** Bandwidths, scale, noise, mean; then a power and another power for each range's warping. */
const OTHERS = 3;

/** How many ranges a vector is of. */
export function rangesOf(vector: Float64Array): number {
  return (vector.length - OTHERS) / 3;
}

/** Where the two powers of a range's warping lie. */
export function warpingAt(ranges: number, range: number): readonly [number, number] {
  return [ranges + OTHERS + range, 2 * ranges + OTHERS + range];
}

/** All but the mean are logarithms in a vector. */
export function unpack(vector: Float64Array): SurrogateParameters {
  const ranges = rangesOf(vector);
  const warping = (range: number): Warping => {
    const [a, b] = warpingAt(ranges, range).map((place) => Math.exp(vector[place] as number));
    return { a: a as number, b: b as number };
  };
  return {
    inverseBandwidths: vector.subarray(0, ranges).map(Math.exp),
    scale: Math.exp(vector[ranges] as number),
    noise: Math.exp(vector[ranges + 1] as number),
    mean: vector[ranges + 2] as number,
    warpings: Array.from({ length: ranges }, (_, range) => warping(range)),
  };
}

export function startVector(ranges: number): Float64Array {
  const bandwidths = new Array<number>(ranges).fill(Math.log(START.inverseBandwidth));
  const warpings = new Array<number>(2 * ranges).fill(0);
  return Float64Array.from([
    ...bandwidths,
    Math.log(START.scale),
    Math.log(START.noise),
    START.mean,
    ...warpings,
  ]);
}

export function vectorBounds(ranges: number): { readonly lower: number[]; readonly upper: number[] } {
  const ends = (end: 0 | 1) => [
    ...new Array<number>(ranges).fill(Math.log(BANDWIDTH_BOUNDS[end])),
    Math.log(SCALE_BOUNDS[end]),
    Math.log(NOISE_BOUNDS[end]),
    MEAN_BOUNDS[end],
    ...new Array<number>(2 * ranges).fill(Math.log(WARPING_BOUNDS[end])),
  ];
  return { lower: ends(0), upper: ends(1) };
}

/**
 * The negative logarithm of the prior density, up to a constant, added into `gradient` (by the vector's coordinates):
 * scale LogNormal(0, 1), noise Gamma, mean N(0, 1), powers of warpings LogNormal(0, 0.75), and log bandwidths N(0, 1).
 * The published design has no preference
 * among bandwidths because it averages over many; a single most probable set would call most ranges
 * irrelevant or everything unrelated after a handful of trials, and search no better than chance.
 */
export function addPrior(vector: Float64Array, gradient: Float64Array): number {
  const ranges = rangesOf(vector);
  const [logScale, logNoise, mean] = vector.subarray(ranges) as unknown as [number, number, number];
  const noise = Math.exp(logNoise);
  const bandwidths = vector.subarray(0, ranges);
  const powers = vector.subarray(ranges + OTHERS).map((power) => power / WARPING_DEVIATION);
  const slopes = [
    ...bandwidths,
    logScale + 1,
    1 - NOISE_SHAPE + NOISE_RATE * noise,
    mean,
    ...powers.map((power) => power / WARPING_DEVIATION),
  ];
  slopes.forEach((slope, i) => {
    gradient[i] = (gradient[i] as number) + slope;
  });
  const squares = [...bandwidths, logScale, mean, ...powers].reduce((sum, value) => sum + value * value, 0);
  // A power's own density per logarithm is normal: no term beside its square.
  return squares / 2 + logScale + (1 - NOISE_SHAPE) * logNoise + NOISE_RATE * noise;
}

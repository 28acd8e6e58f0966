/** What a Gaussian process is shaped by; all but the mean are positive. */
export type SurrogateParameters = {
  /** One a range: how fast the function changes along it. */
  readonly inverseBandwidths: Float64Array;
  readonly scale: number;
  readonly noise: number;
  readonly mean: number;
};

// Bounds and starts as in Syne Tune's published design.
const BANDWIDTH_BOUNDS = [1e-4, 100] as const;
const SCALE_BOUNDS = [1e-3, 1e3] as const;
const NOISE_BOUNDS = [1e-9, 1e6] as const;
const MEAN_BOUNDS = [-10, 10] as const;
const START = { inverseBandwidth: 1, scale: 1, noise: 1e-3, mean: 0 };

/** Gamma prior of the noise with mean 0.1 and shape 0.1. */
const NOISE_SHAPE = 0.1;
const NOISE_RATE = NOISE_SHAPE / 0.1;

/** Where the parameters lie in a vector of logarithms: bandwidths, scale, noise; the mean, last, is as it is. */
export function unpack(vector: Float64Array): SurrogateParameters {
  const ranges = vector.length - 3;
  return {
    inverseBandwidths: vector.subarray(0, ranges).map(Math.exp),
    scale: Math.exp(vector[ranges] as number),
    noise: Math.exp(vector[ranges + 1] as number),
    mean: vector[ranges + 2] as number,
  };
}

export function startVector(ranges: number): Float64Array {
  const bandwidths = new Array<number>(ranges).fill(Math.log(START.inverseBandwidth));
  return Float64Array.from([...bandwidths, Math.log(START.scale), Math.log(START.noise), START.mean]);
}

export function vectorBounds(ranges: number): { readonly lower: number[]; readonly upper: number[] } {
  const ends = (end: 0 | 1) => [
    ...new Array<number>(ranges).fill(Math.log(BANDWIDTH_BOUNDS[end])),
    Math.log(SCALE_BOUNDS[end]),
    Math.log(NOISE_BOUNDS[end]),
    MEAN_BOUNDS[end],
  ];
  return { lower: ends(0), upper: ends(1) };
}

/**
 * The negative logarithm of the prior density, up to a constant, added into `gradient` (by the vector's coordinates):
 * scale LogNormal(0, 1), noise Gamma, mean N(0, 1), and log bandwidths N(0, 1). The published design has no preference
 * among bandwidths because it averages over many; a single most probable set would call most ranges
 * irrelevant or everything unrelated after a handful of trials, and search no better than chance.
 */
export function addPrior(vector: Float64Array, gradient: Float64Array): number {
  const ranges = vector.length - 3;
  const logScale = vector[ranges] as number;
  const logNoise = vector[ranges + 1] as number;
  const mean = vector[ranges + 2] as number;
  const noise = Math.exp(logNoise);
  const bandwidths = vector.subarray(0, ranges);
  const slopes = [...bandwidths, logScale + 1, 1 - NOISE_SHAPE + NOISE_RATE * noise, mean];
  slopes.forEach((slope, i) => {
    gradient[i] = (gradient[i] as number) + slope;
  });
  const squares = [...bandwidths, logScale, mean].reduce((sum, value) => sum + value * value, 0);
  return squares / 2 + logScale + (1 - NOISE_SHAPE) * logNoise + NOISE_RATE * noise;
}

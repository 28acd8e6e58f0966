import { seededRandom, type SeededRandom } from '@moving-ground/numeric';

export type SignFlipTest = {
  /** How likely a sum at least this large is when each block's sign is a coin's, the observed signs included. */
  readonly upper: number;
  /** The same for a sum at most this large. */
  readonly lower: number;
};

/** 2^14 sums are counted one by one; above that, as many are drawn. */
const EXACT_BLOCKS = 14;
const DRAWS = 9_999;
/** Sums that are equal but for rounding count as equal. */
const TOLERANCE = 1e-9;

/**
 * Is the sum of the blocks' values more than chance? If the values are independent and each as likely v as -v, every
 * choice of signs is as likely as the one seen, whatever the sizes: the test is exact, with few blocks and with blocks
 * of very different weight, where a t-test or a bootstrap of the mean says "sure" too often. Asymptotically it holds
 * its level for symmetry of the blocks' means alone. A statistic divided by the root of the sum of squares orders the
 * signs alike, so this is also the studentized test.
 * Source: Canay, Romano and Shaikh, "Randomization Tests under an Approximate Symmetry Assumption", Econometrica 85,
 * 2017; drawn signs are counted as in Phipson and Smyth, "Permutation P-values Should Never Be Zero", 2010.
 */
export function signFlipTest(values: Float64Array, seed: number): SignFlipTest {
  const observed = values.reduce((sum, value) => sum + value, 0);
  const margin = TOLERANCE * values.reduce((sum, value) => sum + Math.abs(value), 0);
  const sums = flippedSums(values, seed);
  let [above, below] = [0, 0];
  for (const sum of sums) {
    if (sum >= observed - margin) above++;
    if (sum <= observed + margin) below++;
  }
  return { upper: above / sums.length, lower: below / sums.length };
}

/** The sums of all choices of signs, or the observed one and 9,999 drawn ones. */
export function flippedSums(values: Float64Array, seed: number): Float64Array {
  return values.length <= EXACT_BLOCKS ? allSums(values) : drawnSums(values, seed);
}

function allSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  for (let i = 0; i < values.length; i++) {
    const half = 2 ** i;
    const value = values[i] as number;
    for (let j = 0; j < half; j++) {
      sums[half + j] = (sums[j] as number) - value;
      sums[j] = (sums[j] as number) + value;
    }
  }
  return sums;
}

function drawnSums(values: Float64Array, seed: number): Float64Array {
  const random = seededRandom(seed);
  const sums = new Float64Array(DRAWS + 1);
  for (let draw = 0; draw < DRAWS; draw++) sums[draw] = drawnSum(values, random);
  sums[DRAWS] = values.reduce((sum, value) => sum + value, 0);
  return sums;
}

/** One draw of 30 bits gives 30 signs. */
const SIGNS = 30;

function drawnSum(values: Float64Array, random: SeededRandom): number {
  let [sum, bits] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    bits = i % SIGNS === 0 ? random.integer(2 ** SIGNS) : bits >> 1;
    sum += (bits & 1) === 1 ? (values[i] as number) : -(values[i] as number);
  }
  return sum;
}

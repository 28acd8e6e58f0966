export type Estimate = { readonly mean: number; readonly low: number; readonly high: number };

/** Student's t at 97.5 % for 99 degrees of freedom, which 100 values have. */
const T = 1.984;

/** The mean and its 95 % interval. @param values about a hundred */
export function meanWithInterval(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = T * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}

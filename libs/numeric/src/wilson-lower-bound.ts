import { normalQuantile } from './normal-distribution.ts';

/**
 * The one-sided lower bound, at the given confidence, of a share of which `successes` of `n` were seen (Wilson, 1927).
 * Both may be fractional, as an effective sample size is. 0 where nothing was seen.
 */
export function wilsonLowerBound(successes: number, n: number, confidence: number): number {
  if (!(n > 0)) return 0;
  const share = successes / n;
  const z = normalQuantile(confidence);
  const z2 = z * z;
  const spread = z * Math.sqrt((share * (1 - share) + z2 / (4 * n)) / n);
  return Math.max(0, (share + z2 / (2 * n) - spread) / (1 + z2 / n));
}

import { normalQuantile } from '@moving-ground/numeric';
import { total, type BlockSums } from './block-sums.ts';
import { excessHits } from './excess-hits.ts';
import type { JudgeSettings } from './judge-settings.ts';
import { flippedSums } from './sign-flip-test.ts';

/**
 * The smallest difference between precision and base rate that the test would have seen with the wanted power: the sum
 * that chance exceeds with probability alpha, plus the power's quantile of the sum's own scatter, over the flags. Both
 * are worked out from what is left of the blocks' excess hits when the effect that was seen is taken out of them.
 * @returns null where no difference could have been seen
 */
export function minimumDetectable(sums: BlockSums, settings: JudgeSettings): number | null {
  const flagged = total(sums.flagged);
  if (flagged === 0) return null;
  const excess = excessHits(sums);
  const effect = total(excess) / flagged;
  const rest = excess.map((value, i) => value - effect * (sums.flagged[i] as number));
  const scatter = Math.sqrt(rest.reduce((sum, value) => sum + value * value, 0));
  const critical = criticalSum(rest, settings);
  if (critical === null || scatter === 0) return null;
  const least = (critical + normalQuantile(settings.power) * scatter) / flagged;
  return least > 1 ? null : least;
}

/** The smallest of the flipped sums that at most a share of alpha of them reach; null where too many reach the largest. */
function criticalSum(rest: Float64Array, { alpha, seed }: JudgeSettings): number | null {
  const sums = flippedSums(rest, seed).sort();
  const place = sums.length - Math.floor(alpha * sums.length);
  return sums[place] ?? null;
}

import type { RankedScores } from './ranked-scores.ts';

/** The chance that a positive scores above a negative, a tie counting half; undefined where a class is missing. */
export function rocAuc({ positives, negatives }: RankedScores): number | undefined {
  if (positives.length === 0 || negatives.length === 0) return undefined;
  let below = 0;
  let notAbove = 0;
  let pairs = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] as number) < score) below++;
    while (notAbove < negatives.length && (negatives[notAbove] as number) <= score) notAbove++;
    pairs += (below + notAbove) / 2;
  }
  return pairs / (positives.length * negatives.length);
}

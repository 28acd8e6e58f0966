import type { ModelScores } from './comparison.ts';

/** Half the step of float32 below 1: a score of exactly 1 says no more than that. */
const NEAREST_TO_CERTAIN = 2 ** -25;

/**
 * Mean of -ln p(what happened). Training with positives that weigh m times as much multiplies the odds by m, so they
 * are divided by it here: otherwise the loss would compare two hyperparameters, from 1e-5 to 1e4, and no knowledge.
 * Null for hinge loss, whose scores are no probabilities, and without rows.
 */
export function logLoss(
  { score, lossType, positiveExampleWeightMult }: ModelScores,
  label: Uint8Array,
): number | null {
  if (lossType !== 'logistic' || score.length === 0) return null;
  const logWeight = Math.log(positiveExampleWeightMult);
  let sum = 0;
  for (let i = 0; i < score.length; i++) {
    const p = Math.min(1 - NEAREST_TO_CERTAIN, Math.max(NEAREST_TO_CERTAIN, score[i] as number));
    const logOdds = Math.log(p / (1 - p)) - logWeight;
    sum += softplus(label[i] === 1 ? -logOdds : logOdds);
  }
  return sum / score.length;
}

/** ln(1 + e^x), written so that neither end overflows. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

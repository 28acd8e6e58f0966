import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import type { RankedScores } from './ranked-scores.ts';

/** The threshold a criterion chooses and the value it reaches there. */
export type Calibration = { readonly threshold: number; readonly value: number };

/** Rows flagged at some threshold, of all there are. */
export type Flagged = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly positives: number;
  readonly negatives: number;
};

/** -Infinity where the criterion's condition is not met. */
type Judge = (flagged: Flagged) => number;

/** The algorithm's smoothing of precision and recall in the target criteria. */
function smoothed(part: number, whole: number): number {
  return (part + 1e-10) / (whole + 1e-10);
}

function smoothedPrecision({ truePositives, falsePositives }: Flagged): number {
  return smoothed(truePositives, truePositives + falsePositives);
}

function smoothedRecall({ truePositives, positives }: Flagged): number {
  return smoothed(truePositives, positives);
}

export function accuracyOf({ truePositives, falsePositives, positives, negatives }: Flagged): number {
  return (truePositives + negatives - falsePositives) / (positives + negatives);
}

/** 0 where nothing is flagged and nothing was to be. */
export function fBetaOf({ truePositives, falsePositives, positives }: Flagged, beta: number): number {
  const weight = beta * beta;
  const whole = truePositives + falsePositives + weight * positives;
  return whole === 0 ? 0 : ((1 + weight) * truePositives) / whole;
}

function judgeOf(hyperparameters: LinearLearnerHyperparameters): Judge | undefined {
  const { criterion, fBeta, targetRecall, targetPrecision } = hyperparameters;
  const judges = {
    accuracy: accuracyOf,
    f_beta: (flagged: Flagged) => fBetaOf(flagged, fBeta),
    precision_at_target_recall: (flagged: Flagged) =>
      smoothedRecall(flagged) >= targetRecall ? smoothedPrecision(flagged) : -Infinity,
    recall_at_target_precision: (flagged: Flagged) =>
      smoothedPrecision(flagged) >= targetPrecision ? smoothedRecall(flagged) : -Infinity,
    loss_function: undefined,
  };
  return judges[criterion];
}

/** How many of the `end` lowest scores are below `score`. */
function countBelow(sorted: Float32Array, end: number, score: number): number {
  let count = end;
  while (count > 0 && (sorted[count - 1] as number) >= score) count--;
  return count;
}

type Visit = (threshold: number, truePositives: number, falsePositives: number) => void;

/** Walks down the distinct scores; `visit` sees what is flagged when every score from `threshold` up is. */
function walkThresholds({ positives, negatives }: RankedScores, visit: Visit): void {
  let p = positives.length;
  let n = negatives.length;
  visit(Infinity, 0, 0);
  while (p + n > 0) {
    const score = Math.max(positives[p - 1] ?? -Infinity, negatives[n - 1] ?? -Infinity);
    p = countBelow(positives, p, score);
    n = countBelow(negatives, n, score);
    visit(p + n === 0 ? -Infinity : score, positives.length - p, negatives.length - n);
  }
}

/**
 * The best threshold among the scores themselves, +Infinity when flagging nothing is best and -Infinity when flagging
 * all is. A row is flagged when its score reaches the threshold, in calibration as in serving; of thresholds that
 * are equally good the lowest is taken. Undefined for loss_function, which has none to choose.
 */
export function calibrateThreshold(
  ranked: RankedScores,
  hyperparameters: LinearLearnerHyperparameters,
): Calibration | undefined {
  const judge = judgeOf(hyperparameters);
  if (judge === undefined) return undefined;
  const totals = { positives: ranked.positives.length, negatives: ranked.negatives.length };
  let best: Calibration = { threshold: Infinity, value: -Infinity };
  walkThresholds(ranked, (threshold, truePositives, falsePositives) => {
    const value = judge({ ...totals, truePositives, falsePositives });
    if (value >= best.value) best = { threshold, value };
  });
  return best;
}

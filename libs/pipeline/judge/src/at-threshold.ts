import { confusionMatrix, precision, recall, type ConfusionMatrix } from '@moving-ground/model';
import type { Predictions } from './predictions.ts';

/** What flagging every order with at least this score would have brought. */
export type AtThreshold = ConfusionMatrix & {
  readonly threshold: number;
  readonly precision: number | null;
  readonly recall: number | null;
  /** Mean profit of a flagged order after the spread, in price units. */
  readonly expectancy: number | null;
};

/** The article counts predictions with a score above 0.75. */
export const ARTICLE_THRESHOLD = 0.75;

const THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, ARTICLE_THRESHOLD, 0.8, 0.9];

export function atThresholds(predictions: Predictions): readonly AtThreshold[] {
  return THRESHOLDS.map((threshold) => atThreshold(predictions, threshold));
}

export function atThreshold({ score, label, profit }: Predictions, threshold: number): AtThreshold {
  const matrix = confusionMatrix(score, label, threshold);
  let earned = 0;
  for (let i = 0; i < score.length; i++) if ((score[i] as number) >= threshold) earned += profit[i] as number;
  const flagged = matrix.truePositives + matrix.falsePositives;
  return {
    threshold,
    ...matrix,
    precision: finite(precision(matrix)),
    recall: finite(recall(matrix)),
    expectancy: finite(earned / flagged),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

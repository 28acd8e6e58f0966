import type { Predictions } from './predictions.ts';

export type CurvePoint = { readonly threshold: number; readonly precision: number; readonly recall: number };

/**
 * Precision and recall as the threshold comes down through the scores that occur, thinned out to about as many points.
 * Equal scores are taken together: no threshold lies between them.
 */
export function precisionRecallCurve(
  { score, label }: Pick<Predictions, 'score' | 'label'>,
  points = 100,
): readonly CurvePoint[] {
  const order = Array.from(score.keys()).sort((a, b) => (score[b] as number) - (score[a] as number));
  const positives = label.reduce((sum, y) => sum + y, 0);
  if (positives === 0) return [];
  const step = Math.max(1, Math.floor(order.length / points));
  const curve: CurvePoint[] = [];
  let [hits, next] = [0, step];
  order.forEach((row, i) => {
    hits += label[row] as number;
    const threshold = score[row] as number;
    const isLastOfEqual = i + 1 === order.length || score[order[i + 1] as number] !== threshold;
    if (!isLastOfEqual || (i + 1 < next && i + 1 < order.length)) return;
    curve.push({ threshold, precision: hits / (i + 1), recall: hits / positives });
    next = i + 1 + step;
  });
  return curve;
}

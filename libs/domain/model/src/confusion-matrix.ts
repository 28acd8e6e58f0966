export type ConfusionMatrix = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
};

/** Counts at one score threshold: a row is flagged when its score is at least the threshold. */
export function confusionMatrix(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): ConfusionMatrix {
  let truePositives = 0;
  let falsePositives = 0;
  let positives = 0;
  for (let i = 0; i < scores.length; i++) {
    const positive = labels[i] === 1;
    if (positive) positives++;
    if ((scores[i] as number) < threshold) continue;
    if (positive) truePositives++;
    else falsePositives++;
  }
  return {
    truePositives,
    falsePositives,
    falseNegatives: positives - truePositives,
    trueNegatives: scores.length - positives - falsePositives,
  };
}

/** NaN when nothing was flagged. */
export function precision(m: ConfusionMatrix): number {
  return m.truePositives / (m.truePositives + m.falsePositives);
}

/** NaN when there was no positive. */
export function recall(m: ConfusionMatrix): number {
  return m.truePositives / (m.truePositives + m.falseNegatives);
}

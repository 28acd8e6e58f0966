/** What follows from scores and labels. */

export type Counts = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
};

export function countsAt(scores: readonly number[], labels: readonly number[], threshold: number): Counts {
  let [truePositives, falsePositives, positives] = [0, 0, 0];
  scores.forEach((score, i) => {
    const isPositive = labels[i] === 1;
    if (isPositive) positives++;
    if (score < threshold) return;
    if (isPositive) truePositives++;
    else falsePositives++;
  });
  return {
    truePositives,
    falsePositives,
    falseNegatives: positives - truePositives,
    trueNegatives: scores.length - positives - falsePositives,
  };
}

/** Null where nothing was flagged. */
export function precisionOf({ truePositives, falsePositives }: Counts): number | null {
  return truePositives + falsePositives === 0 ? null : truePositives / (truePositives + falsePositives);
}

/** Null where there is no positive. */
export function recallOf({ truePositives, falseNegatives }: Counts): number | null {
  return truePositives + falseNegatives === 0 ? null : truePositives / (truePositives + falseNegatives);
}

/** [recall, precision] at every distinct score, from the highest; equal scores are flagged together. */
export function precisionRecall(scores: readonly number[], labels: readonly number[]): [number, number][] {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const positives = labels.filter((label) => label === 1).length;
  const curve: [number, number][] = [];
  let hits = 0;
  order.forEach((row, i) => {
    if (labels[row] === 1) hits++;
    const isLastOfItsScore = scores[order[i + 1] ?? -1] !== scores[row];
    if (positives > 0 && isLastOfItsScore) curve.push([hits / positives, hits / (i + 1)]);
  });
  return curve;
}

export type Bin = { readonly meanScore: number; readonly share: number; readonly rows: number };

/** Rows by tenths of the score: what was promised and what came. */
export function reliability(scores: readonly number[], labels: readonly number[], bins = 10): Bin[] {
  const sums = Array.from({ length: bins }, () => ({ score: 0, hits: 0, rows: 0 }));
  scores.forEach((score, i) => {
    const sum = sums[Math.min(bins - 1, Math.max(0, Math.floor(score * bins)))];
    if (!sum) return;
    sum.score += score;
    sum.hits += labels[i] === 1 ? 1 : 0;
    sum.rows += 1;
  });
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ score, hits, rows }) => ({ meanScore: score / rows, share: hits / rows, rows }));
}

/** Scores of a part apart by label, each from the lowest to the highest. */
export type RankedScores = { readonly positives: Float32Array; readonly negatives: Float32Array };

export function rankScores(scores: Float32Array, labels: Float32Array): RankedScores {
  return {
    positives: scores.filter((_, i) => labels[i] === 1).sort(),
    negatives: scores.filter((_, i) => labels[i] !== 1).sort(),
  };
}

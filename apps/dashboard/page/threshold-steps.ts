/** The thresholds that differ in what they flag: each score there is, from the lowest, and one above them all. */
export function stepsOf(scores: readonly number[]): readonly number[] {
  return [...new Set(scores)].sort((a, b) => a - b).concat(Infinity);
}

/** The step that flags what a threshold flags. */
export function stepTo(steps: readonly number[], threshold: number): number {
  const place = steps.findIndex((step) => step >= threshold);
  return place < 0 ? steps.length - 1 : place;
}

/** How many scores a threshold flags. */
export function reached(scores: readonly number[], threshold: number): number {
  return scores.filter((score) => score >= threshold).length;
}

/**
 * Flags so many rows, those with the highest scores: a model that flags much and one that flags little can be
 * compared. Rows with the score at the border share what is left for them, so the answer does not depend on their
 * order, and a model that gives every row one score knows nothing.
 * @param count from 0 to the number of rows
 * @returns how much of each row is flagged, from 0 to 1
 */
export function flagsAtCoverage(score: Float32Array, count: number): Float64Array {
  if (count === 0) return new Float64Array(score.length);
  const sorted = score.slice().sort();
  const border = sorted[score.length - count] as number;
  let [above, at] = [0, 0];
  for (const value of score) {
    if (value > border) above++;
    else if (value === border) at++;
  }
  const share = (count - above) / at;
  return Float64Array.from(score, (value) => (value > border ? 1 : value === border ? share : 0));
}

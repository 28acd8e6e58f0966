import type { Predictions } from './predictions.ts';

/**
 * Flags the given share of the orders, those with the highest scores, so that models that flag much and models that
 * flag little can be compared. Orders with the score at the border share what is left for them: a model that gives
 * every order one score flags every order a little, and knows nothing.
 * @param coverage between 0 and 1
 */
export function flagsAtCoverage({ score }: Pick<Predictions, 'score'>, coverage: number): Float64Array {
  const wanted = coverage * score.length;
  const sorted = Float32Array.from(score).sort().reverse();
  const border = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(wanted) - 1))] ?? NaN;
  let [above, at] = [0, 0];
  for (const value of score) {
    if (value > border) above++;
    else if (value === border) at++;
  }
  return Float64Array.from(score, (value) =>
    value > border ? 1 : value === border ? (wanted - above) / at : 0,
  );
}

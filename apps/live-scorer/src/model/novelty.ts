import type { State } from '../reading.ts';
import type { TrainingFacts } from './training-facts.ts';

type MostNovel = Extract<State, { state: 'score' }>['mostNovel'];

export type Novelty = { readonly count: number; readonly most: MostNovel };

/** Which features of a row lie outside the range of the training rows. */
export function noveltyOf(
  row: Float32Array,
  { least, greatest }: Pick<TrainingFacts, 'least' | 'greatest'>,
  columns: readonly string[],
): Novelty {
  let count = 0;
  let [furthest, at] = [-1, -1];
  for (let i = 0; i < row.length; i++) {
    const beyond = Math.max(
      (least[i] as number) - (row[i] as number),
      (row[i] as number) - (greatest[i] as number),
    );
    if (!(beyond > 0)) continue;
    count += 1;
    const widths = beyond / ((greatest[i] as number) - (least[i] as number));
    if (widths > furthest) [furthest, at] = [widths, i];
  }
  const column = columns[at];
  if (column === undefined) return { count, most: null };
  return { count, most: { column, widths: Number.isFinite(furthest) ? furthest : null } };
}

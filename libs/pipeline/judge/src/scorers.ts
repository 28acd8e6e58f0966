/** Which model scores a batch: the present one of a line of models, or an older one in its shadow. */
export type Scorer = {
  readonly role: string;
  /** Number of the batch after which the model was made. */
  readonly madeAfter: number;
};

/** A model after each batch, and what it is called that stands behind the newest one. */
export type ModelLine = {
  readonly present: string;
  readonly elder: (age: number) => string;
  /** The first model, kept for ever; absent where it does not score. */
  readonly first?: string;
};

export const SERVED = 'served';
export const FRESH = 'fresh';
export const FIRST = 'first';

/** The champion: what promotion put behind the endpoint, and the champions of some batches ago. */
export const SERVED_LINE: ModelLine = { present: SERVED, elder: (age) => `champion ${age} ago` };

/** The best of each tuning, whoever serves: what freshness is asked of. */
export const FRESH_LINE: ModelLine = { present: FRESH, elder: (age) => `stale by ${age}`, first: FIRST };

/**
 * The models that score a batch, the present one first. Each was trained on nothing later than the batch before.
 * @param batch counted from 0; batch 0 has no scorer
 * @param first the batch after which the line's first model was made
 * @param ages how many batches older than the present one the others are
 */
export function scorersOf(
  line: ModelLine,
  {
    batch,
    first,
    ages,
  }: { readonly batch: number; readonly first: number; readonly ages: readonly number[] },
): readonly Scorer[] {
  const present = batch - 1;
  if (first < 0 || present < first) return [];
  const elders = ages
    .map((age) => ({ role: line.elder(age), madeAfter: present - age }))
    .filter(({ madeAfter }) => madeAfter >= first);
  const oldest = line.first === undefined ? [] : [{ role: line.first, madeAfter: first }];
  return [{ role: line.present, madeAfter: present }, ...elders, ...oldest];
}

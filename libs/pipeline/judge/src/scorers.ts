/** Which model scores a batch: the one deployed after the batch before it, or an older one in its shadow. */
export type Scorer = {
  /** `fresh`, `shadow 3` (the model that was fresh three batches before), `first` (the first one kept for ever). */
  readonly role: string;
  /** Number of the batch after which the model was deployed. */
  readonly deployedAfter: number;
};

/**
 * The models that score a batch, the fresh one first. Each was trained on nothing later than the batch before.
 * @param batch counted from 0; batch 0 has no scorer
 * @param first the batch after which the first model was deployed
 * @param ages how many batches older than the fresh one the shadows are
 */
export function scorersOf(batch: number, first: number, ages: readonly number[]): readonly Scorer[] {
  const fresh = batch - 1;
  if (fresh < first) return [];
  const shadows = ages
    .map((age) => ({ role: shadowRole(age), deployedAfter: fresh - age }))
    .filter(({ deployedAfter }) => deployedAfter >= first);
  return [{ role: FRESH, deployedAfter: fresh }, ...shadows, { role: FIRST, deployedAfter: first }];
}

export const FRESH = 'fresh';
export const FIRST = 'first';

export function shadowRole(age: number): string {
  return `shadow ${age}`;
}

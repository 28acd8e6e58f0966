import type { BatchId, CheckAnswer, RunInput } from '@moving-ground/run';

/**
 * A batch that waited so long behind another run that its files were removed: retention keeps the newest ones, and
 * they have taken its place. Undefined for a batch that is staged, where nothing newer is, and for what a person asked.
 * @param staged oldest first
 */
export function supersededByRemoval(
  { batchId, attempt }: RunInput,
  staged: readonly BatchId[],
): CheckAnswer | undefined {
  const newest = staged.at(-1);
  if (attempt > 1 || newest === undefined || newest <= batchId || staged.includes(batchId)) return undefined;
  return {
    verdict: 'superseded',
    reason: `its files were removed while it waited: batch ${newest} is the newest that is staged`,
  };
}

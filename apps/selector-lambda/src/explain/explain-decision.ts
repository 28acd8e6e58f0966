import type { RunId } from '@moving-ground/run';
import { readDecision, type DecisionPlace } from './read-decision.ts';
import { recomputeDecision } from './recompute-decision.ts';
import { renderDecision } from './render-decision.ts';

export type Explanation = {
  readonly lines: readonly string[];
  readonly isSame: boolean;
  /** Where it is decided otherwise now. */
  readonly differences: readonly string[];
  readonly record: Awaited<ReturnType<typeof readDecision>>;
};

/**
 * What a run decided, and whether it is decided so again from what was stored.
 * @throws InvalidRunId, InvalidDocument, CsvError
 */
export async function explainDecision(runId: RunId, place: DecisionPlace): Promise<Explanation> {
  const record = await readDecision(runId, place);
  const { decision, differences } = await recomputeDecision(record, place);
  const isSame = differences.length === 0;
  const outcome = isSame
    ? ['worked out again from the stored scores: the same decision']
    : [
        'WORKED OUT AGAIN FROM THE STORED SCORES, THE DECISION IS ANOTHER',
        `  it is: ${decision.verdict}, ${decision.reason}`,
        ...differences.map((difference) => `  ${difference}`),
      ];
  return { lines: [...renderDecision(record), '', ...outcome], isSame, differences, record };
}

import type { DecodedRecords } from '@moving-ground/formats';
import type { LinearModel } from '@moving-ground/model';
import type { RunId } from '@moving-ground/run';
import { scoreRows } from '@moving-ground/serve';
import type { ScoredView } from '../view/index.ts';

/** A model whose scores are shown, and the run that it is of. */
export type Contender = { readonly modelName: string; readonly runId: RunId; readonly model: LinearModel };

/** Its scores on the parts, one after the other. */
export function scoredOn(
  parts: readonly Pick<DecodedRecords, 'features' | 'rows'>[],
  { modelName, runId, model }: Contender,
): ScoredView {
  const scores = parts.flatMap(({ features, rows }) =>
    scoreRows(model, features, rows).map(({ score }) => score),
  );
  return { modelName, runId, threshold: inJson(model.threshold), scores };
}

/** JSON would write an infinite threshold as null, which flags what 0 does. Number() reads these. */
function inJson(threshold: number): ScoredView['threshold'] {
  if (Number.isFinite(threshold)) return threshold;
  return threshold > 0 ? 'Infinity' : '-Infinity';
}

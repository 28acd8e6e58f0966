import type { ChampionPart, JudgedCandidate, JudgedPart, SelectionPolicy } from './decision.ts';
import { metricsOn } from './judge-candidate.ts';
import type { Ranking } from './rank-candidates.ts';

type Circumstances = { readonly judged: JudgedPart; readonly policy: SelectionPolicy };

/** Why this candidate is the challenger. */
export function whyChosen(
  best: JudgedCandidate,
  ranking: Ranking,
  { judged, policy }: Circumstances,
): string {
  const { precision, recall } = metricsOn(best, judged.part);
  const numbers = `precision ${shown(precision)}, recall ${shown(recall)} on the ${judged.part} part`;
  const count = ranking.passed.length + ranking.refused.length;
  if (policy.policy === 'objective-best')
    return `${best.trainingJobName} has the highest ${judged.part}:precision of ${count} candidates: ${numbers}`;
  const evidence = `${judged.effectiveSampleSize.toFixed(1)} effective of ${judged.rows} rows`;
  return (
    `${best.trainingJobName} has the highest lower bound of precision (${shown(best.precisionLowerBound)} at ` +
    `confidence ${policy.confidence}, ${evidence}) of the ${ranking.passed.length} of ${count} candidates that ` +
    `passed: ${numbers}`
  );
}

/** Why nothing may serve. */
export function whyNoneFits({ passed, refused }: Ranking): string {
  if (passed.length + refused.length === 0) return 'the tuning has no candidates';
  const each = refused.map(({ trainingJobName, refusals }) => `${trainingJobName}: ${refusals.join(', ')}`);
  return `no candidate passed. ${each.join('; ')}`;
}

export function whyOlder(champion: ChampionPart, dataEndMs: number): string {
  return `champion ${champion.modelName} learned from data up to ${instant(champion.dataEndMs)}, these candidates only up to ${instant(dataEndMs)}`;
}

function shown(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(3);
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

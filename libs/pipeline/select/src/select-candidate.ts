import type { Candidate } from '@moving-ground/model';
import type { Champion } from '@moving-ground/run';
import type { Decision, JudgedCandidate, JudgedPart, SelectionPolicy } from './decision.ts';
import { judgeCandidate, metricsOn } from './judge-candidate.ts';

export type Selection = {
  readonly candidates: readonly Candidate[];
  readonly judged: JudgedPart;
  readonly policy: SelectionPolicy;
  /** Close time of the newest transaction that the candidates could learn from. */
  readonly dataEndMs: number;
  /** Absent when no model was ever promoted. */
  readonly champion?: Pick<Champion, 'runId' | 'modelName' | 'dataEndMs'> | undefined;
};

/**
 * A candidate may serve when its job completed, its recall and its support are large enough. Of those the one
 * with the highest lower bound of precision is promoted: with equal evidence the fresher model serves. A
 * champion that learned from later data is never replaced.
 */
export function selectCandidate(selection: Selection): Decision {
  const { judged, policy, champion } = selection;
  const all = selection.candidates.map((candidate) => judgeCandidate(candidate, judged, policy));
  const passed = all.filter(({ refusals }) => refusals.length === 0).sort(byRank(judged.part));
  const refused = all.filter(({ refusals }) => refusals.length > 0).sort(byName);
  const best = olderThanChampion(selection) ? undefined : passed[0];
  return {
    ...verdictOn(best),
    reason: best ? whyPromoted(best, passed, selection) : whyRetained(passed, refused, selection),
    warnings: best && !champion ? [FIRST_MODEL] : [],
    policy,
    judged,
    baseRate: judged.rows > 0 ? judged.positives / judged.rows : null,
    champion: champion ? championPart(champion) : null,
    candidates: [...passed, ...refused],
  };
}

function verdictOn(best: JudgedCandidate | undefined): Pick<Decision, 'verdict' | 'promoted'> {
  return best
    ? { verdict: 'promote', promoted: best.trainingJobName }
    : { verdict: 'retain', promoted: null };
}

const FIRST_MODEL =
  'there was no champion: the first model is promoted without having been compared with any';

type ChampionPart = NonNullable<Decision['champion']>;

function championPart({ runId, modelName, dataEndMs }: ChampionPart): ChampionPart {
  return { runId, modelName, dataEndMs };
}

function olderThanChampion({ champion, dataEndMs }: Selection): boolean {
  return champion !== undefined && champion.dataEndMs > dataEndMs;
}

/** Lower bound, then precision, then recall, then name: the order never depends on how the jobs were listed. */
function byRank(part: JudgedPart['part']): (a: JudgedCandidate, b: JudgedCandidate) => number {
  const keys = (candidate: JudgedCandidate): number[] => {
    const { precision, recall } = metricsOn(candidate, part);
    return [candidate.precisionLowerBound ?? 0, precision ?? 0, recall ?? 0];
  };
  return (a, b) => {
    const [ofA, ofB] = [keys(a), keys(b)];
    const differing = ofA.findIndex((value, i) => value !== ofB[i]);
    return differing < 0 ? byName(a, b) : (ofB[differing] ?? 0) - (ofA[differing] ?? 0);
  };
}

function byName(a: Candidate, b: Candidate): number {
  return a.trainingJobName < b.trainingJobName ? -1 : 1;
}

function whyPromoted(
  best: JudgedCandidate,
  passed: readonly JudgedCandidate[],
  { judged, policy, candidates }: Selection,
): string {
  const { precision, recall } = metricsOn(best, judged.part);
  const evidence = `${judged.effectiveSampleSize.toFixed(1)} effective of ${judged.rows} rows`;
  return (
    `${best.trainingJobName} has the highest lower bound of precision (${best.precisionLowerBound?.toFixed(3)} at ` +
    `confidence ${policy.confidence}, ${evidence}) of the ${passed.length} of ${candidates.length} candidates that ` +
    `passed: precision ${precision?.toFixed(3)}, recall ${recall?.toFixed(3)} on the ${judged.part} part`
  );
}

function whyRetained(
  passed: readonly JudgedCandidate[],
  refused: readonly JudgedCandidate[],
  selection: Selection,
): string {
  const { champion } = selection;
  if (champion && olderThanChampion(selection))
    return `champion ${champion.modelName} learned from data up to ${instant(champion.dataEndMs)}, these candidates only up to ${instant(selection.dataEndMs)}`;
  if (passed.length + refused.length === 0) return 'the tuning has no candidates';
  const each = refused.map(({ trainingJobName, refusals }) => `${trainingJobName}: ${refusals.join(', ')}`);
  return `no candidate passed. ${each.join('; ')}`;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

import type { Candidate } from '@moving-ground/model';
import type { JudgedCandidate, JudgedPart, SelectionPolicy } from './decision.ts';
import { judgeCandidate, metricsOn } from './judge-candidate.ts';

export type Ranking = {
  /** By rank. */
  readonly passed: readonly JudgedCandidate[];
  /** By name. */
  readonly refused: readonly JudgedCandidate[];
  /** The candidate that the policy would have serve. */
  readonly best: JudgedCandidate | undefined;
};

/** The gate's ranking of all candidates, and the policy's choice among them. Their order does not matter. */
export function rankCandidates(
  candidates: readonly Candidate[],
  judged: JudgedPart,
  policy: SelectionPolicy,
): Ranking {
  const all = candidates.map((candidate) => judgeCandidate(candidate, judged, policy));
  const passed = all.filter(({ refusals }) => refusals.length === 0).sort(byRank(judged.part));
  const refused = all.filter(({ refusals }) => refusals.length > 0).sort(byName);
  const best = policy.policy === 'gate' ? passed[0] : highestObjective(all, judged.part);
  return { passed, refused, best };
}

/** Tuning maximizes precision. Of equal ones the first by name, as an earlier job has a lower number. */
function highestObjective(
  all: readonly JudgedCandidate[],
  part: JudgedPart['part'],
): JudgedCandidate | undefined {
  const precisionOf = (candidate: JudgedCandidate): number => metricsOn(candidate, part).precision ?? -1;
  return all
    .filter((candidate) => candidate.status === 'Completed' && precisionOf(candidate) >= 0)
    .sort((a, b) => precisionOf(b) - precisionOf(a) || byName(a, b))[0];
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

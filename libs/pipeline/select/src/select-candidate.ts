import type { Candidate } from '@moving-ground/model';
import { compareOnTest, type Obstacle } from './compare-on-test.ts';
import type { Comparison, TestScores } from './comparison.ts';
import type { ChampionPart, Decision, JudgedCandidate, JudgedPart, SelectionPolicy } from './decision.ts';
import { evidenceOf, type TestPart } from './evidence.ts';
import { rankCandidates, type Ranking } from './rank-candidates.ts';
import { warningsOn } from './warnings.ts';
import { whyChosen, whyNoneFits, whyOlder } from './why-chosen.ts';

export type Selection = {
  readonly candidates: readonly Candidate[];
  readonly judged: JudgedPart;
  readonly policy: SelectionPolicy;
  /** Close time of the newest transaction that the candidates could learn from. */
  readonly dataEndMs: number;
  /** Absent when no model was ever promoted. */
  readonly champion?: ChampionPart | undefined;
  /** Absent where nothing is to be compared: what the gate lets through then serves. */
  readonly test?: TestOfBoth | undefined;
};

export type TestOfBoth = {
  /** Of the run: a champion of another one has other columns. */
  readonly schemaHash: string;
  readonly windowSeconds: number;
  readonly part: TestPart;
  /** Of the challenger and the champion; absent while nothing is scored yet, or there is no challenger. */
  readonly scores?: TestScores | undefined;
};

/**
 * The candidate that is to be compared with the champion; undefined where none may serve.
 * Whose artifact to score is known by this before the decision is made.
 */
export function challengerOf(selection: Selection): Candidate | undefined {
  return olderThanChampion(selection) ? undefined : ranked(selection).best;
}

/**
 * A candidate may serve when its job completed, its recall and its support are large enough. Of those the one
 * with the highest lower bound of precision is the challenger. It is promoted unless it is worse than the champion
 * by more than the margin: with equal evidence the fresher model serves. A champion that learned from later data is
 * never replaced.
 */
export function selectCandidate(selection: Selection): Decision {
  const ranking = ranked(selection);
  const best = olderThanChampion(selection) ? undefined : ranking.best;
  const comparison = best ? comparisonIn(selection) : null;
  const isRetained = selection.policy.policy === 'gate' && comparison?.verdict === 'worse';
  const evidence = evidenceIn(selection);
  return {
    ...verdictOn(isRetained ? undefined : best),
    reason: reasonOf(selection, ranking, best, comparison),
    warnings: best ? warningsOn(selection, best, evidence) : [],
    ...givenOf(selection),
    challenger: nameOf(best),
    comparison,
    test: evidence,
    candidates: [...ranking.passed, ...ranking.refused],
  };
}

function verdictOn(promoted: JudgedCandidate | undefined): Pick<Decision, 'verdict' | 'promoted'> {
  return { verdict: promoted ? 'promote' : 'retain', promoted: nameOf(promoted) };
}

function nameOf(candidate: JudgedCandidate | undefined): string | null {
  return candidate?.trainingJobName ?? null;
}

function givenOf({
  policy,
  judged,
  champion,
}: Selection): Pick<Decision, 'policy' | 'judged' | 'baseRate' | 'champion'> {
  return {
    policy,
    judged,
    baseRate: judged.rows > 0 ? judged.positives / judged.rows : null,
    champion: champion ? championPart(champion) : null,
  };
}

function ranked({ candidates, judged, policy }: Selection): Ranking {
  return rankCandidates(candidates, judged, policy);
}

function olderThanChampion({ champion, dataEndMs }: Selection): boolean {
  return champion !== undefined && champion.dataEndMs > dataEndMs;
}

function comparisonIn({ policy, champion, test }: Selection): Comparison | null {
  return test?.scores
    ? compareOnTest(test.scores, policy, obstacleTo(champion?.schemaHash, test.schemaHash))
    : null;
}

function obstacleTo(champion: string | undefined, challenger: string): Obstacle {
  if (champion === undefined) return 'no-champion';
  return champion === challenger ? undefined : 'other-schema';
}

function evidenceIn({ test }: Selection): Decision['test'] {
  return test ? evidenceOf(test.part, test.windowSeconds) : null;
}

function reasonOf(
  selection: Selection,
  ranking: Ranking,
  best: JudgedCandidate | undefined,
  comparison: Comparison | null,
): string {
  const { champion, dataEndMs } = selection;
  if (champion && olderThanChampion(selection)) return whyOlder(champion, dataEndMs);
  if (!best) return whyNoneFits(ranking);
  const chosen = whyChosen(best, ranking, selection);
  return comparison ? `${chosen}; ${comparison.reason}` : chosen;
}

function championPart({ runId, modelName, dataEndMs, schemaHash }: ChampionPart): ChampionPart {
  return { runId, modelName, dataEndMs, schemaHash };
}

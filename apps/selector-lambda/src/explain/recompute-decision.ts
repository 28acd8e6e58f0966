import { selectCandidate, type Decision } from '@moving-ground/select';
import { isDeepStrictEqual } from 'node:util';
import type { DecisionRecord } from '../select/decision-record.ts';
import { readStoredScores, testScoresOf } from '../select/stored-scores.ts';
import type { DecisionPlace } from './read-decision.ts';

/** The same decision, or in what it is another. */
export type Recomputed = { readonly decision: Decision; readonly differences: readonly string[] };

/**
 * Makes the decision once more of what it was made of: the candidates' metrics, the policy and the stored scores.
 * @throws InvalidDocument where the scores are gone or are others, CsvError
 */
export async function recomputeDecision(record: DecisionRecord, place: DecisionPlace): Promise<Recomputed> {
  const { scores, schemaHash, testPart, windowSeconds } = record;
  const testScores = scores && testScoresOf(await readStoredScores(scores, place), scores);
  const decision = selectCandidate({
    candidates: record.candidates,
    judged: record.judged,
    policy: record.policy,
    dataEndMs: record.dataEndMs,
    champion: record.champion ?? undefined,
    test: { schemaHash, windowSeconds, part: testPart, ...(testScores && { scores: testScores }) },
  });
  return { decision, differences: differencesOf(record, asStored(decision)) };
}

/** JSON knows no NaN. */
function asStored(decision: Decision): Decision {
  return JSON.parse(JSON.stringify(decision)) as Decision;
}

function differencesOf(record: DecisionRecord, decision: Decision): string[] {
  const keys = Object.keys(decision) as (keyof Decision)[];
  return keys
    .filter((key) => !isDeepStrictEqual(record[key], decision[key]))
    .map((key) => `${key} was ${short(record[key])}, is ${short(decision[key])}`);
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}

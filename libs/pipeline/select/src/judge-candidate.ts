import type { Candidate } from '@moving-ground/model';
import { wilsonLowerBound } from '@moving-ground/numeric';
import type { JudgedCandidate, JudgedPart, SelectionPolicy } from './decision.ts';
import { share } from './share.ts';

/** What the service says of one candidate, turned into counts, a bound and the reasons against it. */
export function judgeCandidate(
  candidate: Candidate,
  judged: JudgedPart,
  policy: SelectionPolicy,
): JudgedCandidate {
  const { precision, recall } = metricsOn(candidate, judged.part);
  const predictedPositives = flaggedRows(precision, recall, judged);
  const effectivePositives =
    predictedPositives === null ? null : (predictedPositives * judged.effectiveSampleSize) / judged.rows;
  const precisionLowerBound =
    effectivePositives === null || precision === null
      ? null
      : wilsonLowerBound(precision * effectivePositives, effectivePositives, policy.confidence);
  const refusals = [
    ...refusedByStatus(candidate),
    ...refusedByRecall(recall, judged, policy),
    ...refusedBySupport(predictedPositives, judged, policy),
  ];
  return { ...candidate, predictedPositives, effectivePositives, precisionLowerBound, refusals };
}

export type JudgedMetrics = { readonly precision: number | null; readonly recall: number | null };

/** Null for a metric that is absent or no share, as precision is where nothing was flagged. */
export function metricsOn({ metrics }: Candidate, part: JudgedPart['part']): JudgedMetrics {
  return { precision: share(metrics[`${part}:precision`]), recall: share(metrics[`${part}:recall`]) };
}

/** True positives are recall x positives; precision is their share of the rows that were flagged. */
function flaggedRows(precision: number | null, recall: number | null, judged: JudgedPart): number | null {
  if (precision === null || recall === null || precision === 0 || judged.rows === 0) return null;
  return Math.min(judged.rows, Math.round((recall * judged.positives) / precision));
}

function refusedByStatus({ status }: Candidate): string[] {
  return status === 'Completed' ? [] : [`its training job is ${status}`];
}

function refusedByRecall(
  recall: number | null,
  { part }: JudgedPart,
  { minRecall }: SelectionPolicy,
): string[] {
  if (recall === null) return [`it has no ${part}:recall`];
  return recall >= minRecall ? [] : [`its ${part}:recall was ${recall}, below minRecall ${minRecall}`];
}

function refusedBySupport(
  predictedPositives: number | null,
  { part }: JudgedPart,
  { minSupport }: SelectionPolicy,
): string[] {
  if (predictedPositives === null) return [`its ${part}:precision says nothing about how many rows it flags`];
  if (predictedPositives >= minSupport) return [];
  return [`it flagged ${predictedPositives} rows of the ${part} part, below minSupport ${minSupport}`];
}

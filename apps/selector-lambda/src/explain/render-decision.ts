import { COMPARED, type Compared, type JudgedCandidate } from '@moving-ground/select';
import { objectKeys } from '@moving-ground/run';
import type { DecisionRecord } from '../select/decision-record.ts';
import { renderTable } from './render-table.ts';

/** A decision for people, in lines. */
export function renderDecision(record: DecisionRecord): readonly string[] {
  return [
    headline(record),
    `why: ${record.reason}`,
    ...record.warnings.map((warning) => `mind: ${warning}`),
    ...(record.paperLabel
      ? [
          'mind: paper label: exits were tested on the offer, so a profit has not paid the spread; the expectancy has',
        ]
      : []),
    '',
    ...evidenceLines(record),
    '',
    ...comparisonLines(record),
    ...candidateLines(record),
    '',
    ...originLines(record),
  ];
}

function headline({ runId, verdict, promoted, champion, policy }: DecisionRecord): string {
  const kept = champion ? `champion ${champion.modelName} retained` : 'nothing promoted';
  return `run ${runId}: ${verdict === 'promote' ? `${promoted} promoted` : kept} (policy ${policy.policy})`;
}

function evidenceLines({ test }: DecisionRecord): string[] {
  if (!test) return [];
  const { evidence, spanMs, neededMs, rows, effectiveSampleSize } = test;
  return [
    `evidence: ${evidence}: the test part has ${rows} rows, worth ${effectiveSampleSize.toFixed(1)} independent ones, over ` +
      `${minutes(spanMs)} minutes; ${minutes(neededMs)} are three stretches of window and holding`,
  ];
}

const WORDS: Readonly<Record<Compared, string>> = {
  precision: 'precision',
  expectancy: 'expectancy after the spread',
  logLoss: 'log-loss',
};

function comparisonLines({ comparison }: DecisionRecord): string[] {
  if (!comparison) return ['nothing was compared on the test part', ''];
  const { flaggedRows, rows, coverage, challenger, champion, margins, baseRateLogLoss } = comparison;
  const lines = COMPARED.map((what) => [
    WORDS[what],
    number(challenger[what]),
    number(champion?.[what]),
    number(margins[what]),
  ]);
  const own = [
    'rows by its own threshold',
    count(challenger.flaggedByItself),
    count(champion?.flaggedByItself),
    '',
  ];
  const baseRate = ['log-loss of the base rate', number(baseRateLogLoss), '', ''];
  const source = ['numbers of', challenger.source, champion?.source ?? '-', ''];
  return [
    `each flagging ${flaggedRows} of the ${rows} rows of the test part (${(100 * (coverage ?? 0)).toFixed(1)} %):`,
    ...renderTable([['', 'challenger', 'champion', 'margin'], ...lines, baseRate, own, source]),
    '',
  ];
}

function candidateLines({ candidates, judged, baseRate }: DecisionRecord): string[] {
  const { part, rows, effectiveSampleSize } = judged;
  const head = ['candidate', 'precision', 'recall', 'flagged', 'lower bound', 'refused because'];
  return [
    `candidates by the ${part} part: ${rows} rows, worth ${effectiveSampleSize.toFixed(1)}, base rate ${number(baseRate)}`,
    ...renderTable([head, ...candidates.map((candidate) => candidateRow(candidate, part))]),
  ];
}

function candidateRow(candidate: JudgedCandidate, part: string): string[] {
  const { trainingJobName, metrics, predictedPositives, precisionLowerBound, refusals } = candidate;
  return [
    trainingJobName,
    number(metrics[`${part}:precision`]),
    number(metrics[`${part}:recall`]),
    count(predictedPositives),
    number(precisionLowerBound),
    refusals.join(', '),
  ];
}

function originLines(record: DecisionRecord): string[] {
  const { dataSpan, seeds, schemaHash, featureDim, scores, windowBatches } = record;
  return [
    `data: ${instant(dataSpan.firstOpenMs)} to ${instant(dataSpan.lastCloseMs)}, ${windowBatches.length} batches, ${featureDim} columns, schema ${schemaHash}`,
    `seeds: split ${seeds.split}, tuning ${seeds.tuning}`,
    `record: ${objectKeys.runDecision(record.runId)}${scores ? `, scores: ${scores.key}` : ''}`,
  ];
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : value.toFixed(4);
}

function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : String(value);
}

function minutes(ms: number): string {
  return (ms / 60_000).toFixed(1);
}

function instant(ms: number | null): string {
  return ms === null ? '-' : new Date(ms).toISOString();
}

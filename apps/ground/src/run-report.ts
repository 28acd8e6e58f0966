import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from '@moving-ground/model';
import type { Estimate } from '@moving-ground/cost';
import type { DatasetReport } from '@moving-ground/run';
import type { Evaluation } from './evaluate.ts';
import { grouped, percent } from './teller.ts';

export type EndedRun = { readonly runId: string; readonly outcome: string; readonly reason: string };

/** Everything a run yielded, from its data alone: the same data, settings and seed give the same report. */
export type RunReport = {
  readonly reportVersion: 1;
  readonly source: string;
  readonly runId: string;
  readonly endpointName: string;
  /** True when exits were tested on the side of the entry, so that a profit has not paid the spread. */
  readonly paperLabel: boolean;
  readonly runsBefore: readonly EndedRun[];
  readonly dataset: DatasetReport;
  readonly trainings: readonly Candidate[];
  readonly decision: unknown;
  readonly evaluation: Evaluation;
  /** What the same run would have cost on AWS. */
  readonly cost: RunCost;
};

export type RunCost = Estimate & { readonly region: string; readonly date: string };

/** The one metric that measures the machine. */
const MACHINE_METRIC = 'train:throughput';

/** The report without what depends on how fast the machine is. */
export function fromDataAlone(report: RunReport): RunReport {
  const text = JSON.stringify(report, (key, value: unknown) => (key === MACHINE_METRIC ? undefined : value));
  return JSON.parse(text) as RunReport;
}

/** Answers the file's path. */
export function writeReport(folder: string, report: RunReport): string {
  const file = join(folder, `report-${report.runId}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

/** The report for people. */
export function reportLines({ evaluation, dataset, endpointName, paperLabel, cost }: RunReport): string[] {
  const { train, validation, test } = dataset.parts;
  return [
    `  trained on ${grouped(train.rows)} rows of ${dataset.batches.length} batches, judged on ${grouped(validation.rows)} and ${grouped(test.rows)}; ` +
      `${grouped(train.purged + validation.purged)} purged, ${grouped(dataset.dropped.gap + dataset.dropped.shortHistory)} dropped`,
    `  test part: base rate ${percent(evaluation.baseRate)} (precision of always buying), effective sample size ${evaluation.effectiveSampleSize.toFixed(1)} of ${grouped(evaluation.rows)} rows`,
    ...evaluation.confusion.map(confusionLine),
    `  newest rows at ${endpointName}:`,
    ...evaluation.predictions.map(
      (p) =>
        `    score ${p.score.toFixed(4)}  predicted_label ${p.predictedLabel}  then came ${p.label === 1 ? 'profit' : 'loss'}`,
    ),
    ...(paperLabel ? [paperLine(dataset.meanActualProfit)] : []),
    costLine(cost),
  ];
}

function confusionLine(c: Evaluation['confusion'][number]): string {
  const counts = `TP ${c.truePositives}  FP ${c.falsePositives}  TN ${c.trueNegatives}  FN ${c.falseNegatives}`;
  return `  score >= ${c.scoreThreshold.toFixed(2)}: ${counts}  precision ${percent(c.precision)}  recall ${percent(c.recall)}`;
}

function paperLine(mean: number | null): string {
  const earned = mean === null ? 'not known' : mean.toFixed(2);
  return `  paper label (exits on the offer): after the spread, buying always would have earned ${earned} an order`;
}

function costLine({ dollars, unpriced, region, date }: RunCost): string {
  const short = unpriced.length > 0 ? `, price unknown: ${unpriced.join(', ')}` : '';
  return `  on AWS this run would cost about $${dollars.toFixed(2)} (${region}, prices of ${date}${short})`;
}

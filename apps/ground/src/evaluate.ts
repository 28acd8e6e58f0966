import { decodeRecords } from '@moving-ground/formats';
import { confusionMatrix, precision, recall, type ConfusionMatrix } from '@moving-ground/model';
import type { DatasetReport } from '@moving-ground/run';
import type { CloudView } from './cloud-view.ts';

export type Evaluation = {
  readonly rows: number;
  /** Share of orders that ended in profit: the precision of always buying. */
  readonly baseRate: number;
  readonly effectiveSampleSize: number;
  readonly meanActualProfit: number | null;
  readonly confusion: readonly (ConfusionMatrix & {
    readonly scoreThreshold: number;
    readonly precision: number | null;
    readonly recall: number | null;
  })[];
  /** The newest rows, oldest first. */
  readonly predictions: readonly {
    readonly score: number;
    readonly predictedLabel: number;
    readonly label: number;
  }[];
};

/** 0.5, and the score above which the article counts its predictions. */
const SCORE_THRESHOLDS = [0.5, 0.75];
const NEWEST = 5;

/** Asks the endpoint for every row of the run's test part, which no training and no choice has seen. */
export async function evaluate(
  cloud: CloudView,
  endpointName: string,
  report: DatasetReport,
): Promise<Evaluation> {
  const scores: number[] = [];
  const predicted: number[] = [];
  const labels: number[] = [];
  for (const file of await cloud.testFiles(report.batchId)) {
    labels.push(...decodeRecords(file, 'test part').labels);
    for (const rows of chunksOfRecords(file, report.featureDim)) {
      for (const { score, predicted_label } of await cloud.invoke(endpointName, rows)) {
        scores.push(score);
        predicted.push(predicted_label);
      }
    }
  }
  return {
    rows: labels.length,
    baseRate: labels.filter((label) => label === 1).length / labels.length,
    effectiveSampleSize: report.parts.test.effectiveSampleSize,
    meanActualProfit: report.meanActualProfit,
    confusion: SCORE_THRESHOLDS.map((threshold) => atThreshold(scores, labels, threshold)),
    predictions: labels.slice(-NEWEST).map((label, i) => {
      const at = Math.max(0, labels.length - NEWEST) + i;
      return { score: scores[at] ?? NaN, predictedLabel: predicted[at] ?? NaN, label };
    }),
  };
}

function atThreshold(
  scores: readonly number[],
  labels: readonly number[],
  scoreThreshold: number,
): Evaluation['confusion'][number] {
  const matrix = confusionMatrix(scores, labels, scoreThreshold);
  return { scoreThreshold, ...matrix, precision: finite(precision(matrix)), recall: finite(recall(matrix)) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** 1,000 rows of 605 features are 2.5 MB; the endpoint takes 6 MiB. All records of a part have one size. */
function* chunksOfRecords(file: Uint8Array, featureDim: number): Generator<Uint8Array> {
  const recordBytes = 8 + new DataView(file.buffer, file.byteOffset).getUint32(4, true);
  const padded = Math.ceil(recordBytes / 4) * 4;
  const chunk = padded * Math.max(1, Math.floor(2_500_000 / (featureDim * 4)));
  for (let at = 0; at < file.length; at += chunk) yield file.subarray(at, at + chunk);
}

import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import { encodeArtifact, encodeRecords, outcomeLine, outcomesHeader } from '@moving-ground/formats';
import type { LinearModel } from '@moving-ground/model';
import { objectKeys, type BatchId, type PartReport } from '@moving-ground/run';
import { gzipSync } from 'node:zlib';

/** Of a schema with one lag. */
export const WIDTH = 6;

/** Rows of the test part. */
export const ROWS = 40;

const START_MS = Date.parse('2026-01-05T10:00:00Z');

/**
 * An order a second; every other one is a profit. Column 0 says which, column 1 says the contrary, the others nothing.
 * A profit earns 9 after the spread, a loss costs 11.
 */
export async function stageTestPart(
  storage: ObjectStorage,
  bucket: string,
  batchId: BatchId,
): Promise<Omit<PartReport, 'purged' | 'distinctSeconds' | 'labelRuns'>> {
  const labels = Float32Array.from({ length: ROWS }, (_, i) => i % 2);
  const features = new Float32Array(ROWS * WIDTH);
  labels.forEach((label, i) => features.set([2 * label - 1, 1 - 2 * label, i / ROWS], i * WIDTH));
  const file = objectKeys.datasetFile(batchId, 'test', 0);
  await storage.put(bucket, file, encodeRecords({ features, labels, featureDim: WIDTH }));
  const outcomes = Array.from(labels, (label, i) =>
    outcomeLine({
      id: `${START_MS / 1000 + i}-0`,
      openTimeMs: START_MS + i * 1000,
      closeTimeMs: START_MS + i * 1000 + 5000,
      outcome: label ? 'profit' : 'loss',
      actualProfit: label ? 9 : -11,
    }),
  );
  await storage.put(bucket, objectKeys.testOutcomes(batchId), [outcomesHeader, ...outcomes, ''].join('\n'));
  return {
    rows: ROWS,
    positives: ROWS / 2,
    effectiveSampleSize: 10,
    firstOpenMs: START_MS,
    lastCloseMs: START_MS + (ROWS - 1) * 1000 + 5000,
    medianHoldingMs: 5000,
    files: [file],
  };
}

/** Weighs the column that knows by so much; a negative weight is always wrong, zero is a guess. */
export function artifactKnowing(weight: number, more: Partial<LinearModel> = {}): Uint8Array {
  const model: LinearModel = {
    weights: Float32Array.of(weight, 0, 0, 0, 0, 0),
    bias: 0,
    threshold: 0.5,
    lossType: 'logistic',
    fBeta: 1,
    positiveExampleWeightMult: 1,
    ...more,
  };
  return gzipSync(encodeArtifact(model));
}

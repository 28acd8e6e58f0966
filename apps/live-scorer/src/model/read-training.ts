import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import { featureDim, type FeatureSchema } from '@moving-ground/feature-schema';
import { objectKeys, parseRunId, type RunId } from '@moving-ground/run';
import type { DriftColumn } from '../drift/drift-columns.ts';
import { recordChunks } from './record-chunks.ts';
import { TrainingSummary, type TrainingFacts } from './training-facts.ts';

/**
 * Reads the train part of a run's dataset once, file by file and never a whole one: some hundred megabytes for a window
 * of six batches.
 * @returns undefined where the dataset is gone
 * @throws RecordIoError for a file that is no dataset of this schema
 */
export async function readTraining(
  storage: ObjectStorage,
  place: { readonly bucket: string; readonly runId: RunId },
  schema: FeatureSchema,
  columns: readonly DriftColumn[],
): Promise<TrainingFacts | undefined> {
  const { bucket, runId } = place;
  const summary = new TrainingSummary(featureDim(schema), columns);
  let files = 0;
  for await (const { key } of storage.list(
    bucket,
    objectKeys.datasetPart(parseRunId(runId).batchId, 'train'),
  )) {
    const bytes = key.endsWith('.rec') ? await storage.getStream(bucket, key) : undefined;
    if (!bytes) continue;
    files += 1;
    for await (const { features, rows } of recordChunks(bytes, key, featureDim(schema)))
      summary.accept(features, rows);
  }
  return files > 0 ? summary.finish() : undefined;
}

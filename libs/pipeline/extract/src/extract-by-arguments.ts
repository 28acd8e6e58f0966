import { parseFeatureSchema } from '@moving-ground/feature-schema';
import type { BatchId, DatasetReport, ExtractArguments } from '@moving-ground/run';
import { extractDataset } from './extract-dataset.ts';
import type { BatchFiles, ExtractInput, WriteOutcomes } from './extract-input.ts';

/**
 * What an extraction job does when it is told its arguments.
 * @param filesOf each batch of the window is asked for once
 * @throws CsvError, BatchContradicts, and the schema's own error
 */
export function extractByArguments(
  { windowBatches, schema, split, seed, rowsPerFile }: ExtractArguments,
  filesOf: (batch: BatchId) => Omit<BatchFiles, 'batchId'>,
  write: ExtractInput['write'],
  writeOutcomes: WriteOutcomes,
): Promise<DatasetReport> {
  const batches = windowBatches.map((batchId) => ({ batchId, ...filesOf(batchId) }));
  const engine = { schema: parseFeatureSchema(schema), split, seed, rowsPerFile };
  return extractDataset({ batches, ...engine, write, writeOutcomes });
}

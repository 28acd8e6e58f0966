import { extractByArguments, replaceDataset } from '@moving-ground/extract';
import {
  objectKeys,
  parseExtractArguments,
  type DatasetReport,
  type ExtractAnswer,
} from '@moving-ground/run';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtractEffects } from '../extract-effects.ts';
import { datasetObjects } from './dataset-objects.ts';
import { fetchStaged } from './fetch-staged.ts';
import { readChunks } from './read-chunks.ts';

/**
 * Batches of the window -> RecordIO datasets and, last, their report. The window's files are fetched one after the
 * other before they are read side by side: a connection that waits for its turn would be closed by S3. The parts
 * are streamed, so that neither memory nor the folder has to hold them.
 * @throws InvalidExtractArgument, StagingMissing, and what is wrong with the batches
 */
export async function runExtraction(
  given: Readonly<Record<string, string>>,
  effects: ExtractEffects,
): Promise<ExtractAnswer> {
  const args = parseExtractArguments(given);
  const { bucket, batchId, windowBatches } = args;
  const startedMs = effects.now();
  const folder = await mkdtemp(join(effects.folder, 'extract-'));
  try {
    const staged = await fetchStaged(args, folder, effects);
    effects.log.info({ batchId, windowBatches }, 'window fetched');
    const report = await replaceDataset(
      datasetObjects(effects.storage, bucket),
      batchId,
      (write, writeOutcomes) =>
        extractByArguments(
          args,
          (batch) => ({
            transactions: () => readChunks(staged(batch).transactions),
            prices: () => readChunks(staged(batch).prices),
          }),
          write,
          writeOutcomes,
        ),
    );
    effects.log.info({ batchId, ...countsOf(report), tookMs: effects.now() - startedMs }, 'dataset written');
    return { reportKey: objectKeys.datasetReport(batchId), rows: rowsOf(report) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function countsOf({ parts, dropped }: DatasetReport): Readonly<Record<string, number>> {
  const all = Object.values(parts);
  return {
    rowsInAll: all.reduce((sum, { rows }) => sum + rows, 0),
    purgedInAll: all.reduce((sum, { purged }) => sum + purged, 0),
    droppedInAll: dropped.shortHistory + dropped.gap + dropped.repeated,
  };
}

function rowsOf({ parts }: DatasetReport): ExtractAnswer['rows'] {
  return { train: parts.train.rows, validation: parts.validation.rows, test: parts.test.rows };
}

import { objectKeys, type BatchId, type DatasetReport } from '@moving-ground/run';
import type { ExtractInput, WriteOutcomes } from './extract-input.ts';

/** The bucket of a run, as far as a dataset's writer needs it. */
export interface DatasetObjects {
  readonly keys: (prefix: string) => Promise<readonly string[]>;
  readonly remove: (key: string) => Promise<void>;
  /** Visible as a whole or not at all; its chunks may share one buffer. */
  readonly write: (key: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly writeJson: (key: string, value: unknown) => Promise<void>;
}

/**
 * A batch's dataset in place of whatever an earlier attempt left, which may have had another window and more files.
 * The old report goes first and the new one comes last: where there is a report, its dataset is whole. Files are put
 * over old ones, and only what is not of this dataset is removed: two tries at once write the same bytes and never
 * remove each other's.
 * @param make writes the files; what it throws leaves no report
 */
export async function replaceDataset(
  objects: DatasetObjects,
  batchId: BatchId,
  make: (write: ExtractInput['write'], writeOutcomes: WriteOutcomes) => Promise<DatasetReport>,
): Promise<DatasetReport> {
  const reportKey = objectKeys.datasetReport(batchId);
  await objects.remove(reportKey);
  const written = new Set<string>();
  const write = async (key: string, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    await objects.write(key, bytes);
    written.add(key);
  };
  const report = await make(
    (part, index, bytes) => write(objectKeys.datasetFile(batchId, part, index), bytes),
    (bytes) => write(objectKeys.testOutcomes(batchId), bytes),
  );
  for (const key of await objects.keys(objectKeys.dataset(batchId)))
    if (!written.has(key)) await objects.remove(key);
  await objects.writeJson(reportKey, report);
  return report;
}

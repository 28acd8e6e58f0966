import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DATASET_PARTS,
  objectKeys,
  renderExtractArguments,
  type BatchId,
  type DatasetReport,
} from '@moving-ground/run';
import { EXTRACT_JOB } from '../names.ts';
import type { Extracted, ExtractWork } from './extract-in-worker.ts';
import type { ExtractEngine } from './extraction.ts';
import { runJob } from './job-process.ts';
import { requireSpark, type SparkPlace } from './require-spark.ts';

/**
 * The job as Glue runs it, with one argument more: `--root`, a folder in the place of the bucket, where the staged
 * files lie under their keys and the dataset is written under its own. Hadoop's S3 client is no Python package, so
 * the job reads and writes files here, and what it wrote is stored like any other engine's. Its output is kept in
 * `{folder}.log`.
 * @throws SparkMissing, JobFailed, WorkStopped
 */
export function extractOnSpark(place: SparkPlace): ExtractEngine {
  return async (work, signal) => {
    await requireSpark(place);
    await layOut(work);
    const given = Object.entries({
      '--JOB_NAME': EXTRACT_JOB,
      ...renderExtractArguments(work.args),
      '--root': pathToFileURL(work.folder).href,
    });
    const job = {
      command: place.python,
      words: [place.job, ...given.flat()],
      environment: { PYSPARK_PYTHON: place.python, SPARK_LOCAL_IP: '127.0.0.1' },
      logFile: `${work.folder}.log`,
    };
    await runJob(job, signal);
    return readDataset(work.folder, work.args.batchId);
  };
}

async function layOut({ staged, folder }: ExtractWork): Promise<void> {
  for (const [batch, files] of Object.entries(staged)) {
    const [transactions, prices] = [objectKeys.transactions(batch), objectKeys.prices(batch)];
    await mkdir(dirname(join(folder, prices)), { recursive: true });
    await symlink(resolve(files.transactions), join(folder, transactions));
    await symlink(resolve(files.prices), join(folder, prices));
  }
}

async function readDataset(folder: string, batchId: BatchId): Promise<Extracted> {
  const text = await readFile(join(folder, objectKeys.datasetReport(batchId)), 'utf8');
  const report = JSON.parse(text) as DatasetReport;
  const files = DATASET_PARTS.flatMap((part) =>
    report.parts[part].files.map((key, index) => ({ part, index, path: join(folder, key) })),
  );
  return { report, files, outcomes: join(folder, objectKeys.testOutcomes(batchId)) };
}

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/json-service.ts';
import { createObjectStore } from '../../s3/create-object-store.ts';
import { createSageMaker, type SageMaker } from '../create-sage-maker.ts';
import { putDatasets } from './put-datasets.fixture.ts';
import { tuningRequest } from './tuning-request.fixture.ts';

const PROGRAM = fileURLToPath(new URL('./tuning-process.fixture.ts', import.meta.url));

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-'));
  await putDatasets(createObjectStore(join(folder, 's3')), { rows: 2000, featureDim: 30 });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const finished = (state: string): string[] => {
  const jobs = join(folder, state, 'training-jobs');
  if (!existsSync(jobs)) return [];
  const texts = readdirSync(jobs)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(jobs, name), 'utf8'));
  return texts.filter((text) => text.includes('"status":"Completed"'));
};

/** SIGKILL as soon as so many trainings are stored as completed. */
async function killedAfter(count: number, name: string): Promise<string[]> {
  const words = [
    '--disable-warning=ExperimentalWarning',
    PROGRAM,
    join(folder, 's3'),
    join(folder, 'killed'),
    name,
  ];
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  const ended = new Promise((done) => child.once('close', done));
  const timer = setInterval(() => {
    if (finished('killed').length >= count) child.kill('SIGKILL');
  }, 2);
  await ended;
  clearInterval(timer);
  return finished('killed');
}

async function trainingsOf(service: SageMaker, name: string): Promise<JsonObject[]> {
  const { operations } = service.control;
  for (;;) {
    const told = await operations['DescribeHyperParameterTuningJob']?.({ HyperParameterTuningJobName: name });
    if (told?.['HyperParameterTuningJobStatus'] !== 'InProgress') break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const input = { HyperParameterTuningJobName: name, MaxResults: 100 };
  const told = await operations['ListTrainingJobsForHyperParameterTuningJob']?.(input);
  return told?.['TrainingJobSummaries'] as JsonObject[];
}

const start = (state: string): SageMaker => {
  const place = { region: 'eu-west-2', account: '000000000000' };
  return createSageMaker({
    objects: createObjectStore(join(folder, 's3')),
    folder: join(folder, state),
    ...place,
  });
};

const tried = (trainings: readonly JsonObject[]): unknown[] =>
  trainings.map((one) => [one['TunedHyperParameters'], one['FinalHyperParameterTuningJobObjectiveMetric']]);

describe('a tuning whose process is killed', () => {
  it.each([1, 3, 6])(
    'after %i trainings goes on, repeats none of them, and tries what it would have',
    async (count) => {
      const before = await killedAfter(count, 'cut');
      const service = start('killed');
      const trainings = await trainingsOf(service, 'cut');
      await service.close();
      const undisturbed = start('other');
      await undisturbed.control.operations['CreateHyperParameterTuningJob']?.(
        tuningRequest('cut', { jobs: 8 }),
      );
      const expected = await trainingsOf(undisturbed, 'cut');
      await undisturbed.close();
      expect(before.length).toBeGreaterThanOrEqual(count);
      expect(before.length).toBeLessThan(8);
      expect(finished('killed')).toEqual(expect.arrayContaining(before));
      expect(tried(trainings)).toEqual(tried(expected));
      expect(trainings).toHaveLength(8);
    },
    60_000,
  );
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featureDim } from '@moving-ground/feature-schema';
import { decodeRecords } from '@moving-ground/formats';
import { objectKeys, type DatasetReport } from '@moving-ground/run';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../protocol/json-service.ts';
import { createObjectStore } from '../s3/create-object-store.ts';
import type { ObjectStore } from '../s3/object-store.ts';
import { extractInWorker } from './extract-in-worker.ts';
import { createGlue, type Glue } from './create-glue.ts';
import { BATCH, given, schema, stage } from './staged-batch.fixture.ts';

let folder: string;
let objects: ObjectStore;
let glue: Glue;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-'));
  objects = createObjectStore(join(folder, 's3'));
  await objects.createBucket('ground');
  glue = start();
});

afterEach(async () => {
  await glue.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Glue {
  const place = { region: 'eu-west-2', account: '000000000000' };
  return createGlue({ objects, engine: extractInWorker, folder: join(folder, 'glue'), ...place });
}

function call(operation: string, input: JsonObject): Promise<JsonObject> {
  const found = glue.service.operations[operation];
  if (!found) throw new Error(`no operation ${operation}`);
  return found({ JobName: 'moving-ground-extract', ...input });
}

async function over(RunId: unknown): Promise<JsonObject> {
  for (;;) {
    const run = (await call('GetJobRun', { RunId: String(RunId) }))['JobRun'] as JsonObject;
    if (!['STARTING', 'RUNNING', 'STOPPING'].includes(String(run['JobRunState']))) return run;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the extraction job', () => {
  it('turns a staged batch into parts of records and a report that names them', async () => {
    await stage(objects);
    const { JobRunId } = await call('StartJobRun', { Arguments: given });
    const run = await over(JobRunId);
    expect(run['ErrorMessage']).toBeUndefined();
    expect(run).toMatchObject({
      JobRunState: 'SUCCEEDED',
      Arguments: given,
      JobName: 'moving-ground-extract',
    });
    const report = JSON.parse(
      (await objects.read('ground', objectKeys.datasetReport(BATCH))).toString(),
    ) as DatasetReport;
    const { rows, files } = report.parts.train;
    const stored = await objects.list('ground', objectKeys.datasetPart(BATCH, 'train'));
    expect(stored).toHaveLength(3);
    expect(files).toEqual(stored.map(({ key }) => key));
    const decoded = await Promise.all(
      stored.map(async ({ key }) => decodeRecords(new Uint8Array(await objects.read('ground', key)), key)),
    );
    expect(decoded.reduce((sum, part) => sum + part.rows, 0)).toBe(rows);
    expect(decoded[0]).toMatchObject({ rows: 50, featureDim: featureDim(schema) });
  });

  it('removes what an earlier attempt left', async () => {
    await stage(objects);
    const stale = objectKeys.datasetFile(BATCH, 'train', 9);
    await objects.put('ground', stale, Uint8Array.of(1));
    await over((await call('StartJobRun', { Arguments: given }))['JobRunId']);
    expect(await objects.head('ground', stale)).toBeUndefined();
  });

  it.each([
    ['a batch that is not staged', given, /NoSuchKey|s3:\/\/ground\/staging/],
    ['an argument that cannot be', { ...given, '--seed': 'x' }, /--seed was "x"/],
  ])('fails with the reason for %s', async (_what, args, message) => {
    const run = await over((await call('StartJobRun', { Arguments: args }))['JobRunId']);
    expect(run['JobRunState']).toBe('FAILED');
    expect(run['ErrorMessage']).toMatch(message);
  });

  it('has failed after a restart in the middle of it', async () => {
    await stage(objects);
    const { JobRunId } = await call('StartJobRun', { Arguments: given });
    await glue.close();
    glue = start();
    expect(await over(JobRunId)).toMatchObject({ JobRunState: 'FAILED' });
  });

  it('stops when told to', async () => {
    await stage(objects);
    const { JobRunId } = await call('StartJobRun', { Arguments: given });
    const JobRunIds = [String(JobRunId)];
    expect(await call('BatchStopJobRun', { JobRunIds })).toMatchObject({ Errors: [] });
    expect(await over(JobRunId)).toMatchObject({ JobRunState: 'STOPPED' });
    expect((await call('BatchStopJobRun', { JobRunIds }))['Errors']).toHaveLength(1);
  });

  it('is the only one', async () => {
    const other = { JobName: 'other' };
    await expect(call('StartJobRun', other)).rejects.toMatchObject({ code: 'EntityNotFoundException' });
    expect(await call('GetJob', {})).toMatchObject({ Job: { Name: 'moving-ground-extract' } });
  });
});

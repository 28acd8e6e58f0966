import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { objectKeys } from '@moving-ground/run';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createObjectStore } from '../s3/create-object-store.ts';
import type { ObjectStore } from '../s3/object-store.ts';
import { extractInWorker } from './extract-in-worker.ts';
import { extractOnSpark } from './extract-on-spark.ts';
import { extract, type ExtractEngine } from './extraction.ts';
import { jobError } from './job-error.ts';
import { requireSpark, type SparkPlace } from './require-spark.ts';
import { BATCH, given, stage } from './staged-batch.fixture.ts';

const fixture = fileURLToPath(new URL('./spark-job.fixture.ts', import.meta.url));

let folder: string;
let objects: ObjectStore;
let place: SparkPlace;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-spark-'));
  objects = createObjectStore(join(folder, 's3'));
  await objects.createBucket('ground');
  await stage(objects);
  place = { python: python('3.5.6'), java: java('openjdk version "17.0.15" 2025-04-15'), job: fixture };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
  return path;
}

/** Answers the question for its pyspark, and runs a script in TypeScript where Python would run one in Python. */
function python(version: string): string {
  const node = `"${process.execPath}" --disable-warning=ExperimentalWarning "$@"`;
  return script('python', `if [ "$1" = -c ]; then echo ${version}; exit 0; fi`, `exec ${node}`);
}

const java = (said: string): string => script('java', `echo '${said}' >&2`);

function run(engine: ExtractEngine, more: object = {}, signal = new AbortController().signal): Promise<void> {
  return extract({ objects, engine, given: { ...given, ...more }, folder: join(folder, 'parts'), signal });
}

async function dataset(): Promise<[string, string][]> {
  const heads = await objects.list('ground', objectKeys.dataset(BATCH));
  const read = heads.map(async ({ key }): Promise<[string, string]> => [
    key,
    (await objects.read('ground', key)).toString('base64'),
  ]);
  return Promise.all(read);
}

describe('the extraction on Spark', () => {
  it('is told what Glue tells and a root, and its files are stored like those of the other engine', async () => {
    await run(extractInWorker);
    const inTypeScript = await dataset();
    await objects.put('ground', objectKeys.datasetFile(BATCH, 'train', 9), Uint8Array.of(1));
    await run(extractOnSpark(place));
    expect(inTypeScript.length).toBeGreaterThan(4);
    expect(await dataset()).toEqual(inTypeScript);
    expect(existsSync(join(folder, 'parts'))).toBe(false);
  });

  it('fails with the last words of the job, and keeps all of them', async () => {
    const job = join(folder, 'job.mjs');
    writeFileSync(
      job,
      'process.stderr.write("WARN x\\nTraceback\\nBatchContradicts: line 7\\n"); process.exit(1);',
    );
    await expect(run(extractOnSpark({ ...place, job }))).rejects.toThrow(/^BatchContradicts: line 7$/);
    expect(readFileSync(join(folder, 'parts.log'), 'utf8')).toContain('Traceback');
    expect(await dataset()).toEqual([]);
  });

  it('stops when told to, before it began and in the middle of it', async () => {
    const stop = new AbortController();
    const endless = run(extractOnSpark(place), { '--seed': '13' }, stop.signal);
    void vi.waitUntil(() => existsSync(join(folder, 'parts.log')), 20_000).then(() => stop.abort());
    await expect(endless).rejects.toMatchObject({ name: 'WorkStopped' });
    await expect(run(extractOnSpark(place), {}, stop.signal)).rejects.toMatchObject({ name: 'WorkStopped' });
  });
});

describe('what Spark needs', () => {
  it('is there', async () => {
    await expect(requireSpark(place)).resolves.toBeUndefined();
  });

  it.each([
    [
      'Python',
      () => ({ python: join(folder, 'none') }),
      /^there is no Python at .*none: .*glue-etl:environment.*GROUND_GLUE_PYTHON/,
    ],
    [
      'pyspark',
      () => ({ python: script('bare', 'echo "ModuleNotFoundError: No module named pyspark" >&2; exit 1') }),
      /No module named pyspark.*glue-etl:environment/,
    ],
    ['the right pyspark', () => ({ python: python('4.0.1') }), /was "4\.0\.1", Glue 5\.0 has 3\.5: make one/],
    ['Java', () => ({ java: join(folder, 'none') }), /^there is no Java at .*none: install Java 17/],
    ['the right Java', () => ({ java: java('openjdk version "21.0.2"') }), /was version 21: install Java 17/],
    ['a Java that works', () => ({ java: script('j', 'exit 1') }), /was version "": install Java 17/],
  ])('and is missing, is told with what to install: %s', async (_what, change, message) => {
    const without = { ...place, ...change() };
    await expect(requireSpark(without)).rejects.toMatchObject({ name: 'SparkMissing' });
    await expect(run(extractOnSpark(without))).rejects.toThrow(message);
  });
});

describe('the error of a job', () => {
  it.each([
    [
      'Traceback (most recent call last):\n  File "job.py", line 7\nValueError: split was 2\n',
      'ValueError: split was 2',
    ],
    ['ValueError: a: b\n26/11/23 15:00:00 WARN Shutdown: late\n', 'ValueError: a: b'],
    [
      'py4j.protocol.Py4JJavaError: An error occurred\n\tat org.x: y\n',
      'py4j.protocol.Py4JJavaError: An error occurred',
    ],
    ['Killed\n', 'Killed'],
    ['', ''],
  ])('is the last line that names one: %j', (stderr, error) => {
    expect(jobError(stderr)).toBe(error);
  });
});

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectKeys } from '@moving-ground/run';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractInTypeScript } from './extract-in-typescript.ts';
import { GLUE_ETL, runPython, wordsOf, type SparkWindow } from './extract-on-spark.ts';
import { startBucket } from './local-bucket.ts';
import { sparkEnvironment } from './spark-environment.ts';
import { steadyWindow } from './synthetic-windows.ts';
import { datasetOf, freshFolder } from './window-folder.ts';

const { python = '', missing } = await sparkEnvironment();

let window: SparkWindow;
let folder: string;

beforeEach(async () => {
  window = await steadyWindow(2);
  folder = freshFolder();
});
afterEach(() => [window.folder, folder].forEach((path) => rmSync(path, { recursive: true, force: true })));

const dataset = (): ReadonlyMap<string, Buffer> => datasetOf(window.folder, window.args.batchId);

describe.skipIf(missing)(
  `the Spark job's code${missing ? ` (${missing})` : ''}`,
  { timeout: 300_000 },
  () => {
    it.each([
      ['is clean', ['ruff', 'check', '.']],
      ['is formatted', ['ruff', 'format', '--check', '.']],
      ['has sound types', ['mypy']],
    ])('%s', async (_what, words) => {
      expect(await runPython(python, ['-m', ...words])).toMatchObject({ code: 0 });
    });

    it('passes its own tests, with a bucket too', async () => {
      const bucket = await startBucket(folder);
      try {
        const { code, output } = await runPython(python, ['-m', 'pytest'], '', bucket.environment);
        expect(code, output).toBe(0);
        expect(Number(/(\d+) passed/.exec(output)?.[1])).toBeGreaterThan(35);
        // The two objects that the tests leave: the bucket was written too.
        const stored = readdirSync(join(folder, 'cloud/s3'), { recursive: true }).map(String);
        expect(stored.filter((name) => name.endsWith('head.json'))).toHaveLength(2);
      } finally {
        bucket.end();
      }
    });
  },
);

describe.skipIf(missing)(`the Spark job${missing ? ` (${missing})` : ''}`, { timeout: 300_000 }, () => {
  it('runs from its wheel as from its source, and the wheel has the same bytes each time', async () => {
    const source = join(folder, 'source');
    cpSync(GLUE_ETL, source, {
      recursive: true,
      filter: (path) => !/\.venv|__pycache__|egg-info/.test(path),
    });
    const wheels = [];
    for (const out of ['one', 'other']) {
      rmSync(join(source, 'build'), { recursive: true, force: true });
      const words = [
        'wheel',
        '--quiet',
        '--no-deps',
        '--no-build-isolation',
        '--wheel-dir',
        join(folder, out),
        source,
      ];
      const built = await runPython(python, ['-m', 'pip', ...words], '', { SOURCE_DATE_EPOCH: '315532800' });
      expect(built.code, built.output).toBe(0);
      wheels.push(join(folder, out, 'moving_ground_etl-0.1.0-py3-none-any.whl'));
    }
    const [wheel = '', other = ''] = wheels;
    expect(readFileSync(wheel).equals(readFileSync(other))).toBe(true);
    const job = join(folder, 'elsewhere/job.py');
    mkdirSync(join(folder, 'elsewhere'));
    cpSync(join(GLUE_ETL, 'job.py'), job);
    const ran = await runPython(python, [job, ...wordsOf(window.folder, window.args)], '', {
      PYTHONPATH: wheel,
    });
    expect(ran.code, ran.output).toBe(0);
    const bySpark = dataset();
    await extractInTypeScript(window.folder, window.args);
    expect(bySpark).toEqual(dataset());
  });

  it('leaves no report when a line is bad, and its last words name file, line, column and value', async () => {
    const key = objectKeys.prices(window.args.batchId);
    const lines = readFileSync(join(window.folder, key), 'utf8').split('\n');
    lines[150] = lines[150]!.replace('6500', '65OO');
    writeFileSync(join(window.folder, key), lines.join('\n'));
    await expect(extractInTypeScript(window.folder, window.args)).rejects.toThrow(/line 151: BID was "65OO"/);
    const { code, output } = await runPython(python, ['job.py', ...wordsOf(window.folder, window.args)]);
    expect(code).toBe(1);
    expect(output.trim().split('\n').at(-1)).toBe(
      `CsvError: ${key}, line 151: BID was "65OO": expected a number`,
    );
    expect(() => readFileSync(join(window.folder, objectKeys.datasetReport(window.args.batchId)))).toThrow(
      /ENOENT/,
    );
  });

  it('refuses arguments that cannot be before Spark is started', async () => {
    const words = wordsOf(window.folder, { ...window.args, rowsPerFile: 0 });
    const { code, output } = await runPython(python, ['job.py', ...words]);
    expect(code).toBe(1);
    expect(output.trim()).toBe(`InvalidArgument: --rows_per_file was '0': give a whole number of at least 1`);
  });
});

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { objectKeys } from '@moving-ground/run';
import type { Absentee, Contest, Contestant, Turn } from '../contest.ts';
import { ARGUMENTS, BATCH, stageMarket } from './extract-window.ts';
import type { MarketSize } from './market-files.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const GLUE_ETL = join(ROOT, 'apps/glue-etl');
const NUMBERS_PYTHON = join(ROOT, 'tools/notebooks/.venv/bin/python');
const SPARK_PYTHON = process.env['GROUND_GLUE_PYTHON'] ?? join(GLUE_ETL, '.venv/bin/python');

const QUIET = '--disable-warning=ExperimentalWarning';

type Measured = Turn & { readonly digest: string };

/** Two equal turns make the same bytes, or there is nothing to compare. */
class OtherBytes extends Error {
  override readonly name = 'OtherBytes';
}

export type ExtractBench = {
  readonly size: MarketSize;
  /** Runs in each process, of which the last one counts: at 10 the code is compiled for what it does. */
  readonly times: number;
  readonly turns: number;
};

/** The same window by every engine, each turn in a process of its own; all but the floor must write the same bytes. */
export function extract({ size, times, turns }: ExtractBench): Contest {
  const folder = mkdtempSync(join(tmpdir(), 'moving-ground-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  stageMarket(folder, size);
  const [transactions, seconds] = [size.transactions, size.seconds].map((count) =>
    count.toLocaleString('en'),
  );
  return {
    data: `${transactions} transactions over ${seconds} seconds, two CSVs to RecordIO of 605 features; seed ${size.seed}; all engines wrote the same bytes`,
    figure: 'seconds',
    unit: 's',
    contestants: contestants(folder, times).map((one) => ({ ...one, turn: withUnits(one.turn, size) })),
    absent: [
      ...absent(NUMBERS_PYTHON, 'pandas and numpy', 'npx nx run notebooks:environment'),
      ...absent(SPARK_PYTHON, 'Spark job', 'npx nx run glue-etl:environment'),
    ],
    warmUps: 0,
    turns,
  };
}

function withUnits(turn: Contestant['turn'], { transactions }: MarketSize): Contestant['turn'] {
  return async () => ({ ...(await turn()), units: transactions });
}

function contestants(folder: string, times: number): readonly Contestant[] {
  const digests = new Set<string>();
  const same = (run: () => Promise<Measured>) => async (): Promise<Turn> => {
    const { digest, ...turn } = await run();
    if (digests.add(digest).size > 1) throw new OtherBytes([...digests].join(' and '));
    return turn;
  };
  const ours = (kind: string): Promise<Measured> =>
    measured(process.execPath, [
      QUIET,
      join(HERE, 'extract-process.ts'),
      kind,
      ...places(folder, kind, times),
    ]);
  const theirs = (kind: string): Promise<Measured> =>
    measured(NUMBERS_PYTHON, [join(HERE, 'peer_process.py'), kind, ...places(folder, kind, times)]);
  return [
    { name: 'TypeScript engine', role: 'candidate', turn: same(() => ours('extract')) },
    { name: 'parse both files, write and fsync as many bytes', role: 'floor', turn: () => ours('floor') },
    ...there(NUMBERS_PYTHON, [
      { name: 'pandas: 600 shifts, merge_asof', role: 'peer', turn: same(() => theirs('pandas')) },
      { name: 'numpy: searchsorted, sliding window', role: 'peer', turn: same(() => theirs('numpy')) },
    ]),
    ...there(SPARK_PYTHON, [
      { name: 'Spark job on local[2], its start included', role: 'peer', turn: same(() => bySpark(folder)) },
    ]),
  ];
}

function places(folder: string, kind: string, times: number): string[] {
  return [folder, join(folder, `out-${kind}`), String(times)];
}

function there(python: string, contestants: readonly Contestant[]): readonly Contestant[] {
  return existsSync(python) ? contestants : [];
}

function absent(python: string, name: string, command: string): readonly Absentee[] {
  return existsSync(python) ? [] : [{ name, role: 'peer', reason: `make its environment with ${command}` }];
}

async function measured(command: string, words: readonly string[]): Promise<Measured> {
  const env = { ...process.env, PYTHONPATH: join(GLUE_ETL, 'src'), PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await promisify(execFile)(command, words, { env, maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
}

/** From the command to its end, as a run of the job is paid for. */
async function bySpark(folder: string): Promise<Measured> {
  const words = Object.entries({ ...ARGUMENTS, '--root': pathToFileURL(folder).href }).flat();
  const env = { ...process.env, SPARK_LOCAL_IP: '127.0.0.1', PYSPARK_DRIVER_MEMORY: '4g' };
  const startMs = performance.now();
  await promisify(execFile)(SPARK_PYTHON, [join(GLUE_ETL, 'job.py'), ...words], { env, maxBuffer: 1 << 26 });
  const wallMs = performance.now() - startMs;
  return { units: 0, wallMs, cpuMs: NaN, digest: digestOf(join(folder, objectKeys.dataset(BATCH))) };
}

function digestOf(dataset: string): string {
  const hash = createHash('sha256');
  for (const part of ['test', 'train', 'validation'])
    for (const name of readdirSync(join(dataset, part)).sort())
      hash.update(readFileSync(join(dataset, part, name)));
  return hash.digest('hex');
}

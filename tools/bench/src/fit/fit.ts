import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Absentee, Contest, Contestant, Role, Turn } from '../contest.ts';
import { FEATURE_DIM, trainingFiles, writeTrainingRows } from './training-rows.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const QUIET = '--disable-warning=ExperimentalWarning';

export type FitBench = {
  readonly rows: number;
  /** Runs in each process, of which the last one counts. */
  readonly times: number;
  readonly turns: number;
  /** All peers, or ours alone: for a size that takes them too long. */
  readonly peers: boolean;
};

/** 15 epochs of mini-batches of 200, each turn in a process of its own. */
export function fit({ rows, times, turns, peers }: FitBench): Contest {
  const work = prepared(rows, times);
  const [all, absent] = peers ? [peersOf(work), absentOf()] : [[], []];
  const candidate = ours(work, 'kernel', 'candidate', 'training loop, SIMD kernels');
  return { ...contestOf(work), contestants: [candidate, ...all], absent, warmUps: 0, turns };
}

function prepared(rows: number, times: number): Work {
  const folder = mkdtempSync(join(tmpdir(), 'moving-ground-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeTrainingRows(rows, 1, trainingFiles(folder));
  return { folder, rows, times };
}

function contestOf({ rows }: Work): Pick<Contest, 'data' | 'figure' | 'unit'> {
  return {
    data: `${rows.toLocaleString('en')} rows x ${FEATURE_DIM} of a random walk's lags, seed 1; mini-batches of 200, 15 epochs, Adam`,
    figure: 'seconds',
    unit: 's',
  };
}

type Work = { readonly folder: string; readonly rows: number; readonly times: number };

function ours(work: Work, kind: string, role: Role, name: string): Contestant {
  const words = [QUIET, join(HERE, 'fit-process.ts'), kind, work.folder, String(work.times)];
  return { name, role, turn: () => measured(process.execPath, words, work.rows) };
}

/** C's flags: our lanes, a plain loop as it is written first, and all that the compiler and the processor can do. */
const LANES = ['-O3', '-DLANES'];
const FASTEST = ['-O3', '-march=native', '-ffast-math', '-DREAL=float'];
const GRID = '-DMODELS=32';

function peersOf(work: Work): readonly Contestant[] {
  const c = hasCompiler()
    ? [
        inC(work, { name: 'C -O3, a plain loop', flags: ['-O3'] }),
        inC(work, { name: 'C -O3, the same kernels by hand', flags: LANES }),
        inC(work, { name: 'C -O3 -march=native -ffast-math, float32', flags: FASTEST }),
      ]
    : [];
  const python = existsSync(PYTHON)
    ? [
        inPython(work, 'numpy', 'numpy, float32'),
        inPython(work, 'sklearn', 'scikit-learn SGDClassifier, 15 passes row by row'),
      ]
    : [];
  return [
    ...c,
    ...python,
    ours(work, 'plain', 'peer', 'training loop, plain fallback'),
    ours(work, 'job', 'peer', 'the whole job: scaler, validation, calibration, metrics'),
  ];
}

/** 32 models side by side, beside C and beside the products alone on rows that stay in the cache. */
export function fitGrid(rows: number, turns: number): Contest {
  const work = prepared(rows, 3);
  const c = hasCompiler()
    ? [
        inC(work, { name: 'C -O3, the same kernels by hand', flags: [...LANES, GRID] }),
        inC(work, {
          name: 'C -O3, the products alone, one mini-batch in the cache',
          flags: [...LANES, GRID, '-DPRODUCTS'],
          role: 'floor',
        }),
      ]
    : [];
  const candidate = ours(work, 'grid', 'candidate', '32 models of the grid side by side');
  return { ...contestOf(work), contestants: [candidate, ...c], absent: absentOf(), warmUps: 0, turns };
}

type InC = { readonly name: string; readonly flags: readonly string[]; readonly role?: Role };

function inC({ folder, rows, times }: Work, { name, flags, role = 'peer' }: InC): Contestant {
  const program = join(folder, `loop${flags.join('')}`);
  execFileSync('cc', [...flags, join(HERE, 'loop.c'), '-o', program, '-lm']);
  const { features, labels } = trainingFiles(folder);
  const words = [features, labels, String(rows), String(times)];
  return { name, role, turn: () => measured(program, words, rows) };
}

function inPython({ folder, rows, times }: Work, kind: string, name: string): Contestant {
  const words = [join(HERE, 'peer_process.py'), kind, folder, String(rows), String(times)];
  return { name, role: 'peer', turn: () => measured(PYTHON, words, rows) };
}

function absentOf(): readonly Absentee[] {
  const missing = (name: string, reason: string): Absentee => ({ name, role: 'peer', reason });
  return [
    ...(hasCompiler() ? [] : [missing('C -O3', 'there is no C compiler cc')]),
    ...(existsSync(PYTHON)
      ? []
      : [missing('numpy and scikit-learn', 'make their environment with npx nx run bench:environment')]),
  ];
}

function hasCompiler(): boolean {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** One thread each: the trainings of a tuning run side by side. */
async function measured(command: string, words: readonly string[], rows: number): Promise<Turn> {
  const env = {
    ...process.env,
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout } = await promisify(execFile)(command, words, { env, maxBuffer: 1 << 24 });
  const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Omit<Turn, 'units'>;
  return { units: rows, ...said };
}

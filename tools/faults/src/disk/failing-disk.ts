import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wholeGroups } from './numbered-groups.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const GROUPS = 6;
export const [EIO, ENOSPC] = [5, 28] as const;

/** Which calls fail: writes, or syncs. */
export type Calls = 'w' | 's';

export type Left = {
  readonly code: number;
  readonly acknowledged: number;
  readonly stderr: string;
  /** Whole groups in the store afterwards. */
  readonly found: number;
  /** Whole groups after a process without a fault has gone on. */
  readonly completed: number;
};

export const hasCompiler: boolean =
  process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

/** A disk on which calls fail, for processes of their own. */
export class FailingDisk {
  readonly #folder: string;
  readonly #shim: string;
  #stores = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#shim = join(folder, 'shim.so');
    const words = ['-shared', '-fPIC', '-O1', '-o', this.#shim, here('io-error-shim.c'), '-ldl'];
    const { status, stderr } = spawnSync('cc', words);
    if (status !== 0) throw new Error(`the shim was not compiled: ${stderr.toString()}`);
  }

  /** A process whose n-th call and all later ones fail; then one without a fault, on what that has left. */
  async failAt(n: number, calls: Calls, errno: number): Promise<Left> {
    const path = join(this.#folder, `store-${this.#stores++}.db`);
    const said = await record(path, {
      LD_PRELOAD: this.#shim,
      FAULT_PATH: path,
      FAULT_AT: String(n),
      FAULT_ERRNO: String(errno),
      FAULT_CALLS: calls,
      FAULT_STICKY: '1',
    });
    const found = await groupsIn(path);
    await record(path, {});
    return { ...said, found, completed: await groupsIn(path) };
  }
}

async function groupsIn(path: string): Promise<number> {
  const store = openSqliteMarketStore(path);
  try {
    return await wholeGroups(store);
  } finally {
    await store.close();
  }
}

type Said = Omit<Left, 'found' | 'completed'>;

function record(path: string, faults: Readonly<Record<string, string>>): Promise<Said> {
  const words = ['--disable-warning=ExperimentalWarning', here('record-groups.ts'), path, String(GROUPS)];
  const env = { PATH: process.env['PATH'], ...faults };
  return new Promise((done) => {
    execFile(process.execPath, words, { env }, (error, stdout, stderr) => {
      const acknowledged = stdout.match(/^acknowledged/gm)?.length ?? 0;
      done({ code: Number(error?.code ?? 0), acknowledged, stderr });
    });
  });
}

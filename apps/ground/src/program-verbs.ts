import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

type Program = { readonly path: string; readonly words: readonly string[]; readonly says: string };

/** Programs of their own that take all words after theirs. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  backtest: {
    path: 'apps/backtest/src/main.ts',
    words: ['run'],
    says: 'walk forward over recorded sessions: ground backtest --replay FILE...',
  },
  null: {
    path: 'apps/backtest/src/main.ts',
    words: ['null'],
    says: 'how often skill is claimed where there is none',
  },
  compare: {
    path: 'apps/backtest/src/main.ts',
    words: ['compare'],
    says: 'two kept backtests: ground compare A B',
  },
  cost: {
    path: 'apps/infra/src/cost/main.ts',
    words: [],
    says: 'dollars a month on AWS, by stage and variant',
  },
  bench: {
    path: 'tools/bench/src/main.ts',
    words: [],
    says: 'speed and memory beside their peers: ground bench NAME...',
  },
};

export const PROGRAM_VERBS: readonly string[] = Object.keys(PROGRAMS);

/** @returns the exit code; undefined where the verb is none of these */
export async function runProgram([verb = '', ...rest]: readonly string[]): Promise<number | undefined> {
  const program = Object.hasOwn(PROGRAMS, verb) ? PROGRAMS[verb] : undefined;
  return program && run(program.path, [...program.words, ...rest], process.env);
}

/** Its words go to this terminal as they are. @returns its exit code */
export function run(path: string, words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `${root}/${path}`, ...words],
    {
      env: environment,
      stdio: 'inherit',
    },
  );
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
}

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Result } from './bench.ts';

const PROGRAM = fileURLToPath(new URL('bench-process.ts', import.meta.url));

/** In a process of its own: no bench has the memory, or the compiled code, that another one left behind. */
export async function measureApart(name: string): Promise<Result> {
  const child = fork(PROGRAM, [name], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  return new Promise((done, fail) => {
    child.once('message', (result) => done(result as Result));
    child.once('exit', (code) => fail(new Error(`the bench ${name} ended with code ${code} and no result`)));
  });
}

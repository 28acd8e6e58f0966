import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Result } from './bench.ts';
import type { Told } from './contest.ts';

const PROGRAM = fileURLToPath(new URL('bench-process.ts', import.meta.url));

/** What a bench's process tells: turns on the way, and its result at the end. */
export type Message = { readonly done: number; readonly total: number } | { readonly result: Result };

/** In a process of its own: no bench has the memory, or the compiled code, that another one left behind. */
export async function measureApart(name: string, told: Told): Promise<Result> {
  const child = fork(PROGRAM, [name], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  return new Promise((done, fail) => {
    child.on('message', (message: Message) => {
      if ('result' in message) done(message.result);
      else told(message.done, message.total);
    });
    child.once('exit', (code) => fail(new Error(`the bench ${name} ended with code ${code} and no result`)));
  });
}

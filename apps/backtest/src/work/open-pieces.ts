import { availableParallelism } from 'node:os';
import type { CommandLine } from '../command-line.ts';
import type { Console } from '../console.ts';
import { KeptPieces } from './kept-pieces.ts';
import { PieceRunner } from './piece-runner.ts';
import { Progress } from '@moving-ground/terminal';
import { sourceHash } from './source-hash.ts';
import { WorkerPool } from './worker-pool.ts';

const DRAW_EVERY_MS = 1000;

export type OpenPieces = AsyncDisposable & { readonly runner: PieceRunner };

/** Threads, kept pieces and a progress for so many pieces; disposing ends the threads. */
export function openPieces(
  line: Pick<CommandLine, 'state' | 'threads'>,
  total: number,
  console: Console,
): OpenPieces {
  const pool = new WorkerPool(line.threads ?? availableParallelism());
  const kept = new KeptPieces(line.state, sourceHash());
  const progress = console.progress && new Progress(total, console.progress);
  const runner = new PieceRunner(kept, pool, progress);
  // The time goes on while a piece takes long.
  const timer = setInterval(() => progress?.again(), DRAW_EVERY_MS).unref();
  const close = async (): Promise<void> => {
    clearInterval(timer);
    progress?.ended();
    await pool.close();
  };
  return { runner, [Symbol.asyncDispose]: close };
}

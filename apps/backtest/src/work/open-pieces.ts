import { availableParallelism } from 'node:os';
import type { CommandLine } from '../command-line.ts';
import type { Console } from '../console.ts';
import { KeptPieces } from './kept-pieces.ts';
import { PieceRunner } from './piece-runner.ts';
import { keepDrawing, Progress } from '@moving-ground/terminal';
import { sourceHash } from './source-hash.ts';
import { WorkerPool } from './worker-pool.ts';

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
  const drawing = keepDrawing(progress);
  const close = async (): Promise<void> => {
    drawing[Symbol.dispose]();
    await pool.close();
  };
  return { runner, [Symbol.asyncDispose]: close };
}

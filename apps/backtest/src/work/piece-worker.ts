import { parentPort } from 'node:worker_threads';
import { runNullTask } from '../null/run-null-task.ts';
import { tuneWindow } from '../walk/tune-window.ts';
import type { Piece } from './piece.ts';

/** Works out one piece after the other; what goes wrong is told with its stack, and ends nothing. */
parentPort?.on('message', (piece: Piece) => {
  workedOut(piece).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ failure: (error as Error).stack ?? String(error) }),
  );
});

function workedOut(piece: Piece): Promise<unknown> {
  return piece.kind === 'window' ? tuneWindow(piece.task) : runNullTask(piece.task);
}

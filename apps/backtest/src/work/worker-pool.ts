import { Worker } from 'node:worker_threads';
import type { Piece, PieceResult } from './piece.ts';

/** A piece could not be worked out; the message holds the worker's stack. */
export class PieceFailed extends Error {
  override readonly name = 'PieceFailed';
}

type Answer = { readonly result: unknown } | { readonly failure: string };

type Waiting = {
  readonly piece: Piece;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
};

/** A few threads that take pieces in the order they were asked for. */
export class WorkerPool {
  readonly #threads: readonly Thread[];
  readonly #waiting: Waiting[] = [];

  constructor(threads: number) {
    this.#threads = Array.from({ length: Math.max(1, threads) }, () => new Thread(() => this.#startNext()));
  }

  /** @throws PieceFailed */
  run<P extends Piece>(piece: P): Promise<PieceResult<P>> {
    return new Promise<PieceResult<P>>((resolve, reject) => {
      this.#waiting.push({ piece, resolve: (result) => resolve(result as PieceResult<P>), reject });
      this.#startNext();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #startNext(): void {
    const idle = this.#threads.find(({ isIdle }) => isIdle);
    const next = idle && this.#waiting.shift();
    if (next) idle.start(next);
  }
}

const SCRIPT = new URL('./piece-worker.ts', import.meta.url);

/** One thread and what it is at; a thread that dies fails its piece and is replaced. */
class Thread {
  readonly #freed: () => void;
  #worker: Worker;
  #present: Waiting | undefined;

  constructor(freed: () => void) {
    this.#freed = freed;
    this.#worker = this.#begin();
  }

  get isIdle(): boolean {
    return this.#present === undefined;
  }

  start(waiting: Waiting): void {
    this.#present = waiting;
    this.#worker.postMessage(waiting.piece);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #begin(): Worker {
    const worker = new Worker(SCRIPT);
    worker.on('message', (answer: Answer) => this.#end(answer));
    worker.on('error', (error) => {
      this.#worker = this.#begin();
      this.#end({ failure: (error as Error).stack ?? String(error) });
    });
    return worker;
  }

  #end(answer: Answer): void {
    const waiting = this.#present;
    this.#present = undefined;
    if ('failure' in answer) waiting?.reject(new PieceFailed(answer.failure));
    else waiting?.resolve(answer.result);
    this.#freed();
  }
}

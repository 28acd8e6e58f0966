import { Worker } from 'node:worker_threads';
import { WorkStopped } from './work-stopped.ts';

/** What a thread says of its work: the answer or the error last. */
export type ThreadMessage<Answer> =
  | { readonly kind: 'heard'; readonly message: unknown }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'error'; readonly name: string; readonly message: string };

export type ThreadCall = {
  readonly signal?: AbortSignal;
  /** Takes what the thread says before its answer. */
  readonly heard?: (message: unknown) => void;
};

/** The error that the work ended with in its thread; its name goes over. */
export class ThreadError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * Threads that run one script's work, piece after piece: what one has loaded and compiled serves the next piece. A
 * piece gets a thread of its own while it lasts; as many as `keep` wait for more. Idle ones keep no process alive.
 */
export class Threads<Input, Answer> {
  readonly #script: URL;
  readonly #keep: number;
  readonly #idle: Worker[] = [];
  readonly #busy = new Set<Worker>();

  constructor(script: URL, keep: number) {
    this.#script = script;
    this.#keep = keep;
  }

  /** Starts the threads that are kept before there is work. */
  prepare(): void {
    while (this.#idle.length < this.#keep) this.#rest(new Worker(this.#script));
  }

  /** @throws WorkStopped when the signal aborts, and ThreadError for what the work throws */
  do(input: Input, { signal, heard }: ThreadCall = {}): Promise<Answer> {
    if (signal?.aborted) return Promise.reject(new WorkStopped('stopped before it began'));
    const worker = this.#take();
    const settled = new AbortController();
    const answer = new Promise<Answer>((resolve, reject) => {
      // A thread that computes hears nothing: it is stopped from outside.
      signal?.addEventListener('abort', () => void worker.terminate(), { signal: settled.signal });
      worker.on('message', (said: ThreadMessage<Answer>) => {
        if (said.kind === 'heard') return heard?.(said.message);
        if (said.kind === 'answer') resolve(said.answer);
        else reject(new ThreadError(said.name, said.message));
        this.#rest(worker);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        this.#busy.delete(worker);
        const ended = `${this.#script.pathname} ended with code ${code} and no answer`;
        reject(signal?.aborted ? new WorkStopped('stopped') : new Error(ended));
      });
    });
    worker.postMessage(input);
    return answer.finally(() => settled.abort());
  }

  async close(): Promise<void> {
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((worker) => worker.terminate()));
  }

  #take(): Worker {
    const worker = this.#idle.pop() ?? new Worker(this.#script);
    worker.ref();
    this.#busy.add(worker);
    return worker;
  }

  #rest(worker: Worker): void {
    for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
    this.#busy.delete(worker);
    if (this.#idle.length >= this.#keep) return void worker.terminate();
    worker.unref();
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    this.#idle.push(worker);
  }

  #forget(worker: Worker): void {
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
  }
}

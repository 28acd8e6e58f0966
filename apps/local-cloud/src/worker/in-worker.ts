import { Worker } from 'node:worker_threads';
import { WorkStopped } from './work-stopped.ts';

export type WorkerCall = {
  readonly script: URL;
  readonly input: unknown;
  readonly signal?: AbortSignal;
  /** Takes what the worker says before its answer. */
  readonly heard?: (message: unknown) => void;
};

/** What a worker says last. */
export type WorkerAnswer<T> = { readonly answer: T };

/**
 * Runs a script in a thread of its own; its `{answer}` message ends it.
 * @throws WorkStopped when the signal aborts, and whatever the script throws
 */
export function inWorker<T>({ script, input, signal, heard }: WorkerCall): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted === true) return reject(new WorkStopped('stopped before it began'));
    const worker = new Worker(script, { workerData: input });
    const stop = (): void => reject(new WorkStopped('stopped'));
    const settled = new AbortController();
    signal?.addEventListener('abort', () => void worker.terminate().then(stop), { signal: settled.signal });
    worker.on('message', (message: unknown) => {
      if (isAnswer<T>(message)) resolve(message.answer);
      else heard?.(message);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      settled.abort();
      if (signal?.aborted === true) stop();
      reject(new Error(`${script.pathname} ended with code ${code} and no answer`));
    });
  });
}

function isAnswer<T>(message: unknown): message is WorkerAnswer<T> {
  return typeof message === 'object' && message !== null && 'answer' in message;
}

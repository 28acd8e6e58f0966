import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './lambda-worker.ts';

export type SandboxSettings = {
  readonly start: WorkerStart;
  /** All that the handler sees of an environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets what the handler writes to its two outputs. */
  readonly logFile: string;
};

/** One worker: it serves one event after another until it exits, fails or takes too long. */
export class Sandbox {
  readonly #worker: Worker;
  readonly #logClosed: Promise<unknown>;
  #settle: ((answer: WorkerAnswer) => void) | undefined;
  #isAlive = true;

  constructor({ start, environment, logFile }: SandboxSettings) {
    this.#worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
      workerData: start,
      env: { ...environment },
      stdout: true,
      stderr: true,
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    this.#logClosed = finished(log).catch(() => undefined);
    this.#worker.stdout.pipe(log, { end: false });
    this.#worker.stderr.pipe(log, { end: false });
    this.#worker.on('message', (answer: WorkerAnswer) => this.#answer(answer));
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', (code) => {
      log.end();
      this.#die({ name: 'Runtime.ExitError', message: `Runtime exited with code ${code}` });
    });
    this.#worker.unref();
  }

  /** False once the worker has ended, be it between two events. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  ask(request: WorkerRequest, timeoutSeconds: number): Promise<WorkerAnswer> {
    return new Promise((done) => {
      const message = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      const timer = setTimeout(() => this.#die({ name: 'Sandbox.Timedout', message }), timeoutSeconds * 1000);
      this.#settle = (answer) => {
        clearTimeout(timer);
        done(answer);
      };
      this.#worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    this.#isAlive = false;
    await this.#worker.terminate();
    await this.#logClosed;
  }

  #die({ name, message }: { readonly name: string; readonly message: string }): void {
    this.#isAlive = false;
    void this.#worker.terminate();
    this.#answer({ kind: 'error', errorType: name, errorMessage: message, trace: [] });
  }

  #answer(answer: WorkerAnswer): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }
}

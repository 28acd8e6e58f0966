import { randomUUID } from 'node:crypto';
import { createWriteStream, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './lambda-worker.ts';

export type FunctionSettings = {
  readonly name: string;
  readonly arn: string;
  /** The bundle's file. */
  readonly bundle: string;
  /** `file.exportName`, as a function on AWS has it. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Where the clean folder and the log lie. */
  readonly folder: string;
};

/** An invocation's end: what the handler returned, or the error that it ended with. */
export type Invocation = { readonly payload: unknown; readonly functionError: boolean };

const MOST_WORKERS = 3;

/** One function: its bundle in a clean folder, up to three workers, each with the function's environment only. */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  readonly #file: string;
  readonly #idle: Worker[] = [];
  readonly #waiting: (() => void)[] = [];
  #workers = 0;

  constructor(settings: FunctionSettings) {
    this.settings = settings;
    const task = join(settings.folder, 'task');
    rmSync(task, { recursive: true, force: true });
    mkdirSync(task, { recursive: true });
    const [module = 'handler'] = settings.handler.split('.');
    this.#file = join(task, `${module}.mjs`);
    copyFileSync(settings.bundle, this.#file);
    copyFileSync(`${settings.bundle}.map`, join(dirname(this.#file), `${basename(this.#file)}.map`));
  }

  /** A worker serves one invocation at a time; past three at once an invocation waits for its turn. */
  async invoke(payload: unknown): Promise<Invocation> {
    const worker = await this.#take();
    const { answer, reusable } = await this.#ask(worker, payload);
    this.#giveBack(worker, reusable);
    if (answer.kind === 'answer') return { payload: answer.payload, functionError: false };
    const { errorType, errorMessage, trace } = answer;
    return { payload: { errorType, errorMessage, trace }, functionError: true };
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.map((worker) => worker.terminate()));
  }

  async #take(): Promise<Worker> {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle) return idle;
      if (this.#workers < MOST_WORKERS) return this.#start();
      await new Promise<void>((turn) => this.#waiting.push(turn));
    }
  }

  #start(): Worker {
    this.#workers += 1;
    const start: WorkerStart = {
      file: this.#file,
      exportName: this.settings.handler.split('.')[1] ?? 'handler',
    };
    const worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
      workerData: start,
      env: { ...this.settings.environment, AWS_LAMBDA_FUNCTION_NAME: this.settings.name },
      stdout: true,
      stderr: true,
    });
    const log = createWriteStream(join(this.settings.folder, 'log.jsonl'), { flags: 'a' });
    worker.stdout.pipe(log);
    worker.stderr.pipe(log);
    worker.unref();
    return worker;
  }

  #ask(worker: Worker, payload: unknown): Promise<{ answer: WorkerAnswer; reusable: boolean }> {
    const { timeoutSeconds, arn, name } = this.settings;
    return new Promise((done) => {
      const end = (answer: WorkerAnswer, reusable: boolean): void => {
        clearTimeout(timer);
        worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
        done({ answer, reusable });
      };
      const timer = setTimeout(
        () => end(failed('Sandbox.Timedout', `Task timed out after ${timeoutSeconds}.00 seconds`), false),
        timeoutSeconds * 1000,
      );
      worker.on('message', (answer: WorkerAnswer) => end(answer, true));
      worker.on('error', (error: Error) => end(failed(error.name, error.message), false));
      worker.on('exit', (code) =>
        end(failed('Runtime.ExitError', `Runtime exited with code ${code}`), false),
      );
      const context = { awsRequestId: randomUUID(), functionName: name, invokedFunctionArn: arn };
      const request: WorkerRequest = { payload, context, deadlineMs: Date.now() + timeoutSeconds * 1000 };
      worker.postMessage(request);
    });
  }

  #giveBack(worker: Worker, reusable: boolean): void {
    if (reusable) this.#idle.push(worker);
    else {
      this.#workers -= 1;
      void worker.terminate();
    }
    this.#waiting.shift()?.();
  }
}

function failed(errorType: string, errorMessage: string): WorkerAnswer {
  return { kind: 'error', errorType, errorMessage, trace: [] };
}

import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerAnswer } from './lambda-worker.ts';
import { Sandbox } from './sandbox.ts';

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

const MOST_AT_ONCE = 3;

/** One function: its bundle in a clean folder, up to three sandboxes, each with the function's environment only. */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  readonly #file: string;
  readonly #sandboxes = new Set<Sandbox>();
  readonly #idle: Sandbox[] = [];
  readonly #waiting: (() => void)[] = [];
  #turns = MOST_AT_ONCE;
  #isClosed = false;

  constructor(settings: FunctionSettings) {
    this.settings = settings;
    this.#file = placed(settings);
  }

  /** Starts a sandbox that waits for the first invocation, as provisioned concurrency of one does. */
  provision(): void {
    this.#idle.push(this.#newSandbox());
  }

  /** A sandbox serves one invocation at a time; past three at once an invocation waits for its turn. */
  async invoke(payload: unknown): Promise<Invocation> {
    await this.#turn();
    const answer = await this.#ask(payload);
    this.#endTurn();
    if (answer.kind === 'answer') return { payload: answer.payload, functionError: false };
    const { errorType, errorMessage, trace } = answer;
    return { payload: { errorType, errorMessage, trace }, functionError: true };
  }

  /** Ends what is going on, too: it is answered as an exit of the runtime. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.end()));
  }

  async #turn(): Promise<void> {
    if (this.#turns === 0) return new Promise((turn) => this.#waiting.push(turn));
    this.#turns -= 1;
  }

  /** A turn is handed on to who waits longest, so that nobody who comes later gets in before. */
  #endTurn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#turns += 1;
  }

  async #ask(payload: unknown): Promise<WorkerAnswer> {
    if (this.#isClosed) return CLOSED;
    const { timeoutSeconds, arn, name } = this.settings;
    const sandbox = this.#takeSandbox();
    const context = { awsRequestId: randomUUID(), functionName: name, invokedFunctionArn: arn };
    const deadlineMs = Date.now() + timeoutSeconds * 1000;
    const answer = await sandbox.ask({ payload, context, deadlineMs }, timeoutSeconds);
    if (sandbox.isAlive) this.#idle.push(sandbox);
    else this.#sandboxes.delete(sandbox);
    return answer;
  }

  /** An idle one that still lives, or a new one. */
  #takeSandbox(): Sandbox {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isAlive) return idle;
      this.#sandboxes.delete(idle);
    }
    return this.#newSandbox();
  }

  #newSandbox(): Sandbox {
    const { handler, environment, name, folder } = this.settings;
    const sandbox = new Sandbox({
      start: { file: this.#file, exportName: handler.split('.')[1] ?? 'handler' },
      environment: { ...environment, AWS_LAMBDA_FUNCTION_NAME: name },
      logFile: join(folder, 'log.jsonl'),
    });
    this.#sandboxes.add(sandbox);
    return sandbox;
  }
}

const CLOSED: WorkerAnswer = {
  kind: 'error',
  errorType: 'Runtime.ExitError',
  errorMessage: 'the local cloud is being stopped',
  trace: [],
};

/** The bundle, and its source map if it has one, alone in a folder: what it does not bring along is not there. */
function placed({ folder, handler, bundle }: FunctionSettings): string {
  const task = join(folder, 'task');
  rmSync(task, { recursive: true, force: true });
  mkdirSync(task, { recursive: true });
  const [module = 'handler'] = handler.split('.');
  const file = join(task, `${module}.mjs`);
  copyFileSync(bundle, file);
  if (existsSync(`${bundle}.map`)) copyFileSync(`${bundle}.map`, `${file}.map`);
  return file;
}

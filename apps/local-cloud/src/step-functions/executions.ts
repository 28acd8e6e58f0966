import type { JsonObject } from '../protocol/json-service.ts';
import { ExecutionRun, type ExecutionEnd } from './execution-run.ts';
import type { ExecutionStore, StoredExecution } from './execution-store.ts';
import type { Stopped } from './history.ts';
import type { IntegrationParts, TaskOwner } from './integrations.ts';

export type ExecutionsParts = {
  readonly definition: JsonObject;
  readonly stateMachineArn: string;
  readonly integrations: IntegrationParts;
  readonly store: ExecutionStore;
  readonly now: () => number;
  /** Told what no state catches and what is a fault of the local cloud itself. */
  readonly onBug: (error: unknown) => void;
};

type Running = { readonly run: ExecutionRun; readonly done: Promise<void> };

/** Runs the one state machine. An execution that a stop cut off is run again from its input. */
export class Executions {
  readonly store: ExecutionStore;
  readonly #parts: ExecutionsParts;
  readonly #running = new Map<string, Running>();
  #isClosing = false;

  constructor(parts: ExecutionsParts) {
    this.#parts = parts;
    this.store = parts.store;
  }

  get runningCount(): number {
    return this.#running.size;
  }

  arnOf(name: string): string {
    return `${this.#parts.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  }

  /** Goes on with what was running when the process was stopped. */
  resume(): void {
    for (const execution of this.store.all().reverse()) {
      if (execution.status !== 'RUNNING') continue;
      this.store.clearEvents(execution.name);
      this.#run(execution);
    }
  }

  start(name: string, input: string): StoredExecution {
    const execution: StoredExecution = {
      name,
      arn: this.arnOf(name),
      status: 'RUNNING',
      input,
      startMs: this.#parts.now(),
      created: [],
    };
    this.store.put(execution);
    this.#run(execution);
    return execution;
  }

  /** Resolves when the execution is ABORTED; one that has ended stays as it is. */
  async stop(name: string, said: Stopped): Promise<void> {
    const running = this.#running.get(name);
    running?.run.abort(said);
    await running?.done;
  }

  /** Leaves running executions RUNNING on disk, so that the next start takes them up. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const all = [...this.#running.values()];
    for (const { run } of all) run.leave();
    await Promise.all(all.map(({ done }) => done));
  }

  #run(execution: StoredExecution): void {
    const { name } = execution;
    const run = new ExecutionRun(execution, this.#parts, this.#ownerOf(execution));
    const done = run.end().then((end) => {
      if (end) this.#end(name, end);
      this.#running.delete(name);
    }, this.#parts.onBug);
    this.#running.set(name, { run, done });
  }

  #end(name: string, end: ExecutionEnd): void {
    const execution = this.store.get(name);
    if (execution) this.store.put({ ...execution, ...end, stopMs: this.#parts.now() });
  }

  #ownerOf({ name, arn }: StoredExecution): Omit<TaskOwner, 'ended'> {
    const created = (): readonly string[] => this.store.get(name)?.created ?? [];
    const replace = (now: readonly string[]): void => {
      const known = this.store.get(name);
      if (known && !this.#isClosing) this.store.put({ ...known, created: now });
    };
    return {
      executionArn: arn,
      created: (what) => created().includes(what),
      noteCreated: (what) => replace([...created(), what]),
      forgetCreated: (what) => replace(created().filter((each) => each !== what)),
    };
  }
}

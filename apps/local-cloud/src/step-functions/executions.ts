import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { JsonObject } from '../protocol/json-service.ts';
import type { ExecutionStatus, ExecutionStore, StoredExecution } from './execution-store.ts';
import { historyEvents, type InterpreterEvent } from './history.ts';
import { integrationFor, type IntegrationParts, type TaskHandler, type TaskOwner } from './integrations.ts';

export type ExecutionsParts = {
  readonly definition: JsonObject;
  readonly stateMachineArn: string;
  readonly integrations: IntegrationParts;
  readonly store: ExecutionStore;
  readonly now: () => number;
  /** Told what no state catches and what is a fault of the local cloud itself. */
  readonly onBug: (error: unknown) => void;
};

type RunInput = Parameters<StateMachine['run']>[0];

/** Runs the one state machine. An execution that a stop cut off is run again from its input. */
export class Executions {
  readonly store: ExecutionStore;
  readonly #parts: ExecutionsParts;
  readonly #running = new Map<string, { abort: () => void; done: Promise<void> }>();
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

  stop(name: string): void {
    this.#running.get(name)?.abort();
  }

  /** Leaves running executions RUNNING on disk, so that the next start takes them up. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const { abort } of this.#running.values()) abort();
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #run(execution: StoredExecution): void {
    const { definition, stateMachineArn } = this.#parts;
    const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
      validationOptions: { noValidate: true },
    });
    const { result, eventLogs, abort } = machine.run(JSON.parse(execution.input) as RunInput, {
      overrides: { taskResourceLocalHandlers: this.#handlers(execution) as never },
      context: {
        Execution: {
          Id: execution.arn,
          Name: execution.name,
          RoleArn: 'arn:aws:iam::000000000000:role/moving-ground-pipeline',
        },
        StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) },
      },
    });
    const followed = this.#follow(execution.name, eventLogs as AsyncIterable<InterpreterEvent>);
    const done = result.then(
      (output) =>
        this.#end(execution.name, followed, { status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: unknown) => this.#end(execution.name, followed, failureOf(error)),
    );
    this.#running.set(execution.name, { abort, done });
  }

  #handlers(execution: StoredExecution): Readonly<Record<string, TaskHandler>> {
    const states = this.#parts.definition['States'] as Readonly<Record<string, JsonObject>>;
    const owner = this.#owner(execution);
    const tasks = Object.entries(states).filter(([, state]) => state['Type'] === 'Task');
    return Object.fromEntries(
      tasks.map(([name, state]) => [
        name,
        integrationFor(String(state['Resource']), this.#parts.integrations, owner),
      ]),
    );
  }

  #owner({ name, arn }: StoredExecution): TaskOwner {
    return {
      executionArn: arn,
      created: (what) => this.store.get(name)?.created.includes(what) ?? false,
      noteCreated: (what) => {
        const known = this.store.get(name);
        if (known && !this.#isClosing) this.store.put({ ...known, created: [...known.created, what] });
      },
    };
  }

  async #follow(name: string, events: AsyncIterable<InterpreterEvent>): Promise<void> {
    let lastId = 0;
    for await (const event of events) {
      if (this.#isClosing) return;
      const told = historyEvents(event, lastId);
      lastId += told.length;
      this.store.addEvents(name, told);
    }
  }

  async #end(name: string, followed: Promise<void>, end: ExecutionEnd): Promise<void> {
    const execution = this.store.get(name);
    if (this.#isClosing || !execution) return;
    await followed.catch(this.#parts.onBug);
    this.store.put({
      ...execution,
      ...end,
      created: this.store.get(name)?.created ?? [],
      stopMs: this.#parts.now(),
    });
    this.#running.delete(name);
  }
}

type ExecutionEnd = {
  readonly status: ExecutionStatus;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
};

function failureOf(error: unknown): ExecutionEnd {
  if (!(error instanceof Error)) return { status: 'FAILED', error: 'Error', cause: String(error) };
  if (error.name === 'ExecutionAbortedError') return { status: 'ABORTED' };
  if (error.name === 'ExecutionTimeoutError') return { status: 'TIMED_OUT' };
  const cause = error.cause instanceof Error ? error.cause : error;
  return { status: 'FAILED', error: cause.name, cause: cause.message };
}

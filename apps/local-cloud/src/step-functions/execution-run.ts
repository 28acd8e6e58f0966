import { StateMachine } from 'aws-local-stepfunctions';
import type { JsonObject } from '../protocol/json-service.ts';
import { tellingEntered, type EnteredState } from './entered-state.ts';
import type { ExecutionStatus, ExecutionStore, StoredExecution } from './execution-store.ts';
import { History, type InterpreterEvent, type Stopped } from './history.ts';
import { IntegrationError } from './integration-error.ts';
import { integrationFor, type IntegrationParts, type TaskHandler, type TaskOwner } from './integrations.ts';
import { TaskLog } from './task-log.ts';
import { taskStates } from './task-states.ts';

type RunInput = Parameters<StateMachine['run']>[0];
type RunContext = NonNullable<NonNullable<Parameters<StateMachine['run']>[1]>['context']>;

export type RunParts = {
  readonly definition: JsonObject;
  readonly stateMachineArn: string;
  readonly integrations: IntegrationParts;
  readonly store: ExecutionStore;
  readonly onBug: (error: unknown) => void;
};

export type ExecutionEnd = {
  readonly status: ExecutionStatus;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
};

/** One run of the state machine; its history is written while it goes on. */
export class ExecutionRun {
  readonly #parts: RunParts;
  readonly #ended = new AbortController();
  readonly #tasks = new TaskLog();
  readonly #abort: () => void;
  readonly #end: Promise<ExecutionEnd | undefined>;
  #stopped: Stopped = {};

  constructor(execution: StoredExecution, parts: RunParts, owner: Omit<TaskOwner, 'ended'>) {
    this.#parts = parts;
    const entered = { Name: '', EnteredTime: '' };
    const machine = new StateMachine(tellingEntered(parts.definition, entered), {
      validationOptions: { noValidate: true },
    });
    const handlers = this.#handlers({ ...owner, ended: this.#ended.signal });
    const { result, eventLogs, abort } = machine.run(JSON.parse(execution.input) as RunInput, {
      overrides: { taskResourceLocalHandlers: handlers as never },
      context: contextOf(execution, parts.stateMachineArn, entered),
    });
    this.#abort = abort;
    const followed = this.#follow(execution.name, eventLogs as AsyncIterable<InterpreterEvent>);
    this.#end = this.#endOf(result, followed.catch(parts.onBug));
  }

  /** How it ended; undefined for one that was left. */
  end(): Promise<ExecutionEnd | undefined> {
    return this.#end;
  }

  abort(said: Stopped): void {
    this.#stopped = said;
    this.#ended.abort('stopped');
    this.#abort();
  }

  /** Ends it here without an end in its history. */
  leave(): void {
    this.#ended.abort('closing');
    this.#abort();
  }

  get #isLeft(): boolean {
    return this.#ended.signal.reason === 'closing';
  }

  async #endOf(result: Promise<unknown>, followed: Promise<void>): Promise<ExecutionEnd | undefined> {
    const end = await result.then(
      (output): ExecutionEnd => ({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: unknown) => failureOf(error, this.#stopped),
    );
    if (this.#isLeft) return undefined;
    this.#ended.abort('ended');
    await followed;
    return end;
  }

  #handlers(owner: TaskOwner): Readonly<Record<string, TaskHandler>> {
    const { definition, integrations } = this.#parts;
    return Object.fromEntries(
      taskStates(definition).map(({ name, resource }) => {
        const run = integrationFor(resource, integrations, owner);
        return [name, (input: JsonObject) => this.#task({ name, resource, run }, input)];
      }),
    );
  }

  /** The interpreter tries a task once more when it is stopped while it waits for a retry: that must not run. */
  async #task({ name, resource, run }: Task, input: JsonObject): Promise<JsonObject> {
    if (this.#ended.signal.aborted)
      throw new IntegrationError('States.TaskFailed', 'the execution has ended');
    this.#tasks.note(name, resource, input);
    return run(input);
  }

  async #follow(name: string, events: AsyncIterable<InterpreterEvent>): Promise<void> {
    const { store, stateMachineArn } = this.#parts;
    const region = stateMachineArn.split(':')[3] ?? '';
    const history = new History({ tasks: this.#tasks, region, stopped: () => this.#stopped });
    for await (const event of events) {
      if (this.#isLeft) return;
      store.addEvents(name, history.eventsFor(event));
    }
  }
}

type Task = { readonly name: string; readonly resource: string; readonly run: TaskHandler };

/** The interpreter adds the execution's Input and StartTime; `State` changes while it runs. */
function contextOf(
  { arn, name }: StoredExecution,
  stateMachineArn: string,
  entered: EnteredState,
): RunContext {
  return {
    Execution: { Id: arn, Name: name, RoleArn: 'arn:aws:iam::000000000000:role/moving-ground-pipeline' },
    State: entered,
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) },
  };
}

function failureOf(error: unknown, { error: name, cause: why }: Stopped): ExecutionEnd {
  if (!(error instanceof Error)) return { status: 'FAILED', error: 'Error', cause: String(error) };
  if (error.name === 'ExecutionAbortedError')
    return {
      status: 'ABORTED',
      ...(name === undefined ? {} : { error: name }),
      ...(why === undefined ? {} : { cause: why }),
    };
  if (error.name === 'ExecutionTimeoutError') return { status: 'TIMED_OUT' };
  const cause = error.cause instanceof Error ? error.cause : error;
  return { status: 'FAILED', error: cause.name, cause: cause.message };
}

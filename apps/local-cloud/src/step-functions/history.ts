import type { JsonObject } from '../protocol/json-service.ts';
import { taskBegun, taskFailed, taskSucceeded, type Told } from './task-events.ts';
import type { TaskLog } from './task-log.ts';

/** One event as the interpreter tells it. */
export type InterpreterEvent = {
  readonly type: string;
  readonly timestamp: number;
  readonly state?: {
    readonly name: string;
    readonly type: string;
    readonly input: unknown;
    readonly output?: unknown;
  };
  readonly input?: unknown;
  readonly output?: unknown;
  readonly Error?: string;
  readonly Cause?: unknown;
};

/** One event of GetExecutionHistory, times as epoch milliseconds so that it can be kept as JSON. */
export type HistoryEvent = {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
} & Readonly<Record<string, unknown>>;

export type Stopped = { readonly error?: string | undefined; readonly cause?: string | undefined };

export type HistoryParts = {
  readonly tasks: TaskLog;
  readonly region: string;
  /** What the one who stopped the execution said. */
  readonly stopped: () => Stopped;
};

/** The history of one execution: the service's events for each of the interpreter's, in one chain of ids from 1. */
export class History {
  readonly #parts: HistoryParts;
  #lastId = 0;
  #isCaught = false;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  eventsFor(event: InterpreterEvent): HistoryEvent[] {
    const { timestamp, state } = event;
    const told = state ? this.#ofState(event, state) : this.#ofExecution(event);
    return told.map((each) => {
      this.#lastId += 1;
      return { id: this.#lastId, previousEventId: this.#lastId - 1, timestamp, ...each };
    });
  }

  #ofExecution(event: InterpreterEvent): Told[] {
    const { type, input, output } = event;
    const text = (value: unknown): string => JSON.stringify(value);
    switch (type) {
      case 'ExecutionStarted':
        return [{ type, executionStartedEventDetails: { input: text(input) } }];
      case 'ExecutionSucceeded':
        return [{ type, executionSucceededEventDetails: { output: text(output) } }];
      case 'ExecutionFailed':
        return [{ type, executionFailedEventDetails: failure(event) }];
      case 'ExecutionAborted':
        return [{ type, executionAbortedEventDetails: this.#parts.stopped() }];
      case 'ExecutionTimeout':
        return [{ type: 'ExecutionTimedOut', executionTimedOutEventDetails: {} }];
      default:
        return [];
    }
  }

  #ofState(event: InterpreterEvent, state: NonNullable<InterpreterEvent['state']>): Told[] {
    const asked = state.type === 'Task' ? this.#parts.tasks.get(state.name) : undefined;
    switch (event.type) {
      case 'StateEntered':
        return [entered(state), ...taskBegun(asked, this.#parts.region)];
      case 'StateRetried':
        return taskBegun(asked, this.#parts.region);
      case 'StateFailed':
        return taskFailed(asked, failure(event));
      case 'StateCaught':
        this.#isCaught = true;
        return [];
      case 'StateExited':
        return [...(this.#wasCaught() ? [] : taskSucceeded(asked)), exited(state)];
      default:
        return [];
    }
  }

  /** A caught failure leaves its state by the exit, too. */
  #wasCaught(): boolean {
    const isCaught = this.#isCaught;
    this.#isCaught = false;
    return isCaught;
  }
}

function entered({ type, name, input }: NonNullable<InterpreterEvent['state']>): Told {
  return { type: `${type}StateEntered`, stateEnteredEventDetails: { name, input: JSON.stringify(input) } };
}

function exited({ type, name, output }: NonNullable<InterpreterEvent['state']>): Told {
  return { type: `${type}StateExited`, stateExitedEventDetails: { name, output: JSON.stringify(output) } };
}

function failure({ Error: error = 'Error', Cause: cause }: InterpreterEvent): object {
  return { error, cause: typeof cause === 'string' ? cause : JSON.stringify(cause ?? '') };
}

/** As the API answers it: the time as a Date, which the codec writes in seconds. */
export function apiEvent({ timestamp, ...event }: HistoryEvent): JsonObject {
  return { ...event, timestamp: new Date(timestamp) } as JsonObject;
}

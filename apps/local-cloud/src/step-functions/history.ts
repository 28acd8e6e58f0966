import type { JsonObject } from '../protocol/json-service.ts';

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

type Told = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The service's events for one of the interpreter's; a Task is scheduled and started as soon as it is entered. */
export function historyEvents(event: InterpreterEvent, lastId: number): HistoryEvent[] {
  return translate(event).map((told, i) => ({
    id: lastId + i + 1,
    previousEventId: lastId + i,
    timestamp: event.timestamp,
    ...told,
  }));
}

function translate(event: InterpreterEvent): Told[] {
  const { state } = event;
  switch (event.type) {
    case 'ExecutionStarted':
      return [
        { type: 'ExecutionStarted', executionStartedEventDetails: { input: JSON.stringify(event.input) } },
      ];
    case 'ExecutionSucceeded':
      return [
        {
          type: 'ExecutionSucceeded',
          executionSucceededEventDetails: { output: JSON.stringify(event.output) },
        },
      ];
    case 'ExecutionFailed':
      return [{ type: 'ExecutionFailed', executionFailedEventDetails: errorDetails(event) }];
    case 'ExecutionAborted':
      return [{ type: 'ExecutionAborted', executionAbortedEventDetails: {} }];
    case 'ExecutionTimeout':
      return [{ type: 'ExecutionTimedOut', executionTimedOutEventDetails: {} }];
    default:
      return state ? stateEvents(event, state) : [];
  }
}

function stateEvents(event: InterpreterEvent, state: NonNullable<InterpreterEvent['state']>): Told[] {
  const { name, type } = state;
  if (event.type === 'StateEntered') {
    const entered = {
      type: `${type}StateEntered`,
      stateEnteredEventDetails: { name, input: JSON.stringify(state.input) },
    };
    return type === 'Task' ? [entered, scheduled(), started()] : [entered];
  }
  if (event.type === 'StateFailed')
    return type === 'Task'
      ? [
          {
            type: 'TaskFailed',
            taskFailedEventDetails: { resource: 'task', resourceType: 'local', ...errorDetails(event) },
          },
        ]
      : [];
  if (event.type === 'StateRetried') return [scheduled(), started()];
  if (event.type !== 'StateExited') return [];
  const exited = {
    type: `${type}StateExited`,
    stateExitedEventDetails: { name, output: JSON.stringify(state.output) },
  };
  return [exited];
}

function scheduled(): Told {
  const details = { resource: 'task', resourceType: 'local', region: 'eu-west-2', parameters: '{}' };
  return { type: 'TaskScheduled', taskScheduledEventDetails: details };
}

function started(): Told {
  return { type: 'TaskStarted', taskStartedEventDetails: { resource: 'task', resourceType: 'local' } };
}

function errorDetails({ Error: error = 'Error', Cause: cause }: InterpreterEvent): object {
  return { error, cause: typeof cause === 'string' ? cause : JSON.stringify(cause ?? '') };
}

/** As the API answers it: the time as a Date, which the codec writes in seconds. */
export function apiEvent({ timestamp, ...event }: HistoryEvent): JsonObject {
  return { ...event, timestamp: new Date(timestamp) } as JsonObject;
}

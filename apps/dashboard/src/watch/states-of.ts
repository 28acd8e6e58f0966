import type { Executions } from '@moving-ground/aws-clients/sfn';
import type { StateView } from '../view/index.ts';

/** One line of an execution's history, as Step Functions tells it. */
export type HistoryEvent =
  ReturnType<Executions['history']> extends AsyncIterable<infer Event> ? Event : never;

/** An input or output is shown as far as a person reads it. */
const LONGEST = 20_000;

type Growing = { -readonly [K in keyof StateView]: StateView[K] };

/** The states that an execution went through, in order, as its history tells them. */
export function statesOf(history: readonly HistoryEvent[]): StateView[] {
  const states: Growing[] = [];
  for (const event of history) {
    const entered = event.stateEnteredEventDetails;
    if (entered) states.push(begun(entered.name ?? '', atMs(event), entered.input));
    else note(states, event);
  }
  return states.map((state) => ({ ...state, retries: Math.max(0, state.retries) }));
}

function begun(name: string, enteredAtMs: number, input: string | undefined): Growing {
  return {
    name,
    enteredAtMs,
    exitedAtMs: null,
    status: 'running',
    input: cut(input) ?? '',
    output: null,
    error: null,
    retries: -1,
  };
}

/** One state goes on at a time, so that what is told between two entrances is of the earlier one. */
function note(states: Growing[], event: HistoryEvent): void {
  const state = states.at(-1);
  if (!state) return;
  if (event.type?.endsWith('Scheduled')) state.retries += 1;
  state.error = errorOf(event) ?? state.error;
  if (event.type?.startsWith('Execution')) endBy(state, event);
  if (event.stateExitedEventDetails) leave(state, event);
}

function leave(state: Growing, event: HistoryEvent): void {
  state.exitedAtMs = atMs(event);
  state.output = cut(event.stateExitedEventDetails?.output) ?? null;
  state.status = 'done';
}

function endBy(state: Growing, event: HistoryEvent): void {
  if (state.exitedAtMs !== null || event.type === 'ExecutionStarted') return;
  state.exitedAtMs = atMs(event);
  state.status = event.type === 'ExecutionSucceeded' ? 'done' : 'failed';
}

const FAILURES = [
  'taskFailedEventDetails',
  'taskTimedOutEventDetails',
  'taskSubmitFailedEventDetails',
  'taskStartFailedEventDetails',
  'lambdaFunctionFailedEventDetails',
  'lambdaFunctionTimedOutEventDetails',
  'executionFailedEventDetails',
  'executionTimedOutEventDetails',
  'executionAbortedEventDetails',
] as const;

function errorOf(event: HistoryEvent): string | undefined {
  const details = FAILURES.map((name) => event[name]).find((found) => found !== undefined);
  return details && [details.error, details.cause].filter(Boolean).join(': ');
}

function atMs({ timestamp }: HistoryEvent): number {
  return timestamp?.getTime() ?? 0;
}

function cut(text: string | undefined): string | undefined {
  return text && text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

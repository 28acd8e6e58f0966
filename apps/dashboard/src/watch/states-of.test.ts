import { describe, expect, it } from 'vitest';
import { statesOf, type HistoryEvent } from './states-of.ts';

let id = 0;
const event = (type: string, more: object = {}): HistoryEvent =>
  ({ id: ++id, type, timestamp: new Date(1000 * id), ...more }) as HistoryEvent;

const entered = (name: string): HistoryEvent =>
  event('TaskStateEntered', { stateEnteredEventDetails: { name, input: `{"of":"${name}"}` } });
const exited = (name: string): HistoryEvent =>
  event('TaskStateExited', { stateExitedEventDetails: { name, output: '{"done":true}' } });

describe('the states of an execution', () => {
  it('have their input, their output and their times', () => {
    id = 0;
    const [first, second] = statesOf([
      event('ExecutionStarted'),
      entered('A'),
      event('TaskScheduled'),
      exited('A'),
      entered('B'),
    ]);
    expect(first).toEqual({
      name: 'A',
      enteredAtMs: 2000,
      exitedAtMs: 4000,
      status: 'done',
      input: '{"of":"A"}',
      output: '{"done":true}',
      error: null,
      retries: 0,
    });
    expect(second).toMatchObject({ name: 'B', status: 'running', exitedAtMs: null, output: null });
  });

  it('count the tries after the first, and keep the last error', () => {
    const failed = (cause: string): HistoryEvent =>
      event('TaskFailed', { taskFailedEventDetails: { error: 'Busy', cause } });
    const [state] = statesOf([
      entered('A'),
      event('TaskScheduled'),
      failed('once'),
      event('TaskScheduled'),
      failed('twice'),
      event('TaskScheduled'),
      exited('A'),
    ]);
    expect(state).toMatchObject({ retries: 2, error: 'Busy: twice', status: 'done' });
  });

  it('end with the execution', () => {
    const details = { executionFailedEventDetails: { error: 'Wrong', cause: 'line 7' } };
    const [state] = statesOf([entered('A'), event('ExecutionFailed', details)]);
    expect(state).toMatchObject({ status: 'failed', error: 'Wrong: line 7' });
    expect(statesOf([entered('End'), event('ExecutionSucceeded')])[0]?.status).toBe('done');
  });

  it('show a very long input in part', () => {
    const input = 'x'.repeat(100_000);
    const [state] = statesOf([event('PassStateEntered', { stateEnteredEventDetails: { name: 'A', input } })]);
    expect(state?.input.length).toBeLessThan(21_000);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import type { Documents } from '../state/documents.ts';
import type { Invocation } from '../lambda/lambda-function.ts';

export type DeadLetter = { readonly functionName: string; readonly event: unknown; readonly error: unknown };

export type Delivery = {
  readonly functionName: string;
  readonly event: unknown;
  readonly id: string;
};

/** An asynchronous invocation is tried three times in all, with a growing pause between. */
const PAUSES_MS = [0, 1_000, 2_000];

/** Invokes a function as events do: with two retries, and what fails in the end kept as a dead letter. */
export async function deliverEvent(
  invoke: (name: string, payload: unknown) => Promise<Invocation>,
  { functionName, event, id }: Delivery,
  deadLetters: Documents<DeadLetter>,
): Promise<void> {
  let error: unknown;
  for (const pauseMs of PAUSES_MS) {
    await pause(pauseMs);
    const { functionError, payload } = await invoke(functionName, event);
    if (!functionError) return;
    error = payload;
  }
  deadLetters.put(id, { functionName, event, error });
}

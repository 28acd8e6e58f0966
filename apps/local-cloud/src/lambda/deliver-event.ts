import { setTimeout as pause } from 'node:timers/promises';
import type { Documents } from '../state/documents.ts';
import type { Invocation } from './lambda-function.ts';

export type DeadLetter = { readonly functionName: string; readonly event: unknown; readonly error: unknown };

export type Delivery = {
  readonly functionName: string;
  readonly event: unknown;
  readonly id: string;
};

export type DeliveryParts = {
  readonly invoke: (name: string, payload: unknown) => Promise<Invocation>;
  readonly deadLetters: Documents<DeadLetter>;
  /** Before each try; an asynchronous invocation is tried three times in all, with a growing pause between. */
  readonly pausesMs?: readonly number[];
};

/** Invokes a function as events do: with two retries, and what fails in the end kept as a dead letter. */
export async function deliverEvent(
  { invoke, deadLetters, pausesMs = [0, 1_000, 2_000] }: DeliveryParts,
  { functionName, event, id }: Delivery,
): Promise<void> {
  let error: unknown;
  for (const pauseMs of pausesMs) {
    await pause(pauseMs);
    const { functionError, payload } = await invoke(functionName, event).catch(notInvoked);
    if (!functionError) return;
    error = payload;
  }
  deadLetters.put(id, { functionName, event, error });
}

function notInvoked(thrown: unknown): Invocation {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { functionError: true, payload: { errorType: error.name, errorMessage: error.message } };
}

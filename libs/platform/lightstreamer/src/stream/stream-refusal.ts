/** The streaming server said no in a way that no retry changes. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused';
}

/** The feed could not be brought back within its budget of time: the supervisor has to start the process again. */
export class FeedLost extends Error {
  override readonly name = 'FeedLost';
}

/**
 * How a local stand-in says that its recording has no more prices. IG never sends it: its markets have no end.
 */
export const RECORDING_ENDED = { code: -100, message: 'recording ended' } as const;

export type StreamEnd =
  | { readonly kind: 'recording-ended' }
  | { readonly kind: 'refused'; readonly error: StreamRefused }
  | { readonly kind: 'lost'; readonly reason: string; readonly areTokensSuspect: boolean };

/** Adapter set unknown; protocol not spoken; this kind of client not allowed. */
const NEVER: ReadonlySet<number> = new Set([2, 60, 65, 71]);
const USER_OR_PASSWORD = 1;

/** What is to be made of an onServerError. Codes at or below 0 are IG's own. */
export function endOfServerError(code: number, message: string): StreamEnd {
  if (code === RECORDING_ENDED.code && message === RECORDING_ENDED.message)
    return { kind: 'recording-ended' };
  const reason = `the streaming server ended the session with code ${code}: ${clean(message)}`;
  if (NEVER.has(code)) return { kind: 'refused', error: new StreamRefused(reason) };
  return { kind: 'lost', reason, areTokensSuspect: code === USER_OR_PASSWORD };
}

/** Data adapter, group, schema, mode, selector: what was asked for is wrong, and stays wrong. */
const WRONG_REQUEST: ReadonlySet<number> = new Set([17, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);

/** What is to be made of an onSubscriptionError. */
export function endOfSubscriptionError(code: number, message: string, item: string): StreamEnd {
  const reason = `the subscription to ${item} was refused with code ${code}: ${clean(message)}`;
  if (WRONG_REQUEST.has(code)) return { kind: 'refused', error: new StreamRefused(reason) };
  if (code > 0) return { kind: 'lost', reason, areTokensSuspect: false };
  const advice = 'check that the account the login lands on may see this market, or give another account id';
  return { kind: 'refused', error: new StreamRefused(`${reason}: ${advice}`) };
}

function clean(message: string): string {
  return JSON.stringify((message || '').slice(0, 200));
}

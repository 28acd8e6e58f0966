import { PRICE_ADAPTER } from '../price-fields.ts';

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

/** What no retry changes, and what to do about it. */
const NEVER: ReadonlyMap<number, string> = new Map([
  [2, 'the adapter set is none that it has: the address may be of another server'],
  [60, 'this kind of client is not allowed'],
  [
    65,
    'it does not speak the protocol of this client library: IG takes that of lightstreamer-client-node 8.0.5',
  ],
  [71, 'this kind of client is not allowed'],
]);
const USER_OR_PASSWORD = 1;
const ANOTHER_SESSION = 35;

/** What is to be made of an onServerError. Codes at or below 0 are IG's own. */
export function endOfServerError(code: number, message: string): StreamEnd {
  if (code === RECORDING_ENDED.code && message === RECORDING_ENDED.message)
    return { kind: 'recording-ended' };
  const reason = `the streaming server ended the session with code ${code}: ${clean(message)}`;
  const advice = NEVER.get(code);
  if (advice !== undefined) return { kind: 'refused', error: new StreamRefused(`${reason}: ${advice}`) };
  if (code === ANOTHER_SESSION) return lostToAnother(reason);
  return { kind: 'lost', reason, areTokensSuspect: code === USER_OR_PASSWORD };
}

/** IG allows one connection for each user, and each new one ends the one before. */
function lostToAnother(reason: string): StreamEnd {
  const advice = 'another client of this login has connected: only one may run, stop the other';
  return { kind: 'lost', reason: `${reason}: ${advice}`, areTokensSuspect: false };
}

/** What was asked for is wrong, and stays wrong. */
const WRONG_REQUEST: ReadonlyMap<number, string> = new Map([
  [17, `it has no data adapter ${PRICE_ADAPTER}: IG has renamed it`],
  [21, 'check the epic, and the account id'],
  [22, 'a field is not known to this item: compare PRICE_FIELDS with the fields IG documents'],
  [23, 'a field is not known to this item: compare PRICE_FIELDS with the fields IG documents'],
]);
/** Mode, selector, unfiltered dispatching, RAW, license. */
const OTHER_WRONG_REQUEST: ReadonlySet<number> = new Set([24, 25, 26, 27, 28, 29, 30]);

/** What is to be made of an onSubscriptionError. */
export function endOfSubscriptionError(code: number, message: string, item: string): StreamEnd {
  const reason = `the subscription to ${item} was refused with code ${code}: ${clean(message)}`;
  const advice = adviceOnRequest(code);
  if (advice === undefined) return { kind: 'lost', reason, areTokensSuspect: false };
  return { kind: 'refused', error: new StreamRefused(`${reason}: ${advice}`) };
}

function adviceOnRequest(code: number): string | undefined {
  if (code <= 0)
    return 'check that the account the login lands on may see this market, or give another account id';
  if (OTHER_WRONG_REQUEST.has(code))
    return 'IG does not serve prices in this way any more: the client has to be changed';
  return WRONG_REQUEST.get(code);
}

function clean(message: string): string {
  return JSON.stringify((message || '').slice(0, 200));
}

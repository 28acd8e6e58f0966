import { IgAllowanceExceeded, IgRefused, IgTokensInvalid, IgUnavailable } from './ig-errors.ts';

export type IgError = IgAllowanceExceeded | IgRefused | IgTokensInvalid | IgUnavailable;

const TOKENS = /^error\.security\.(account|client)-token-/;
/** The weekly quota of history is none of these: waiting for it means a week. */
const ALLOWANCE = /^error\.public-api\.exceeded-(api-key|account|account-trading)-allowance$/;
const CODE = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * What the caller can do about an answer that is none.
 * @param what the request, as `POST /session`
 * @param errorCode as IG sent it
 */
export function classifyIgError(status: number, errorCode: unknown, what: string): IgError {
  const code = typeof errorCode === 'string' && CODE.test(errorCode) ? errorCode : `status ${status}`;
  if (TOKENS.test(code)) return new IgTokensInvalid(code, what);
  if (ALLOWANCE.test(code) || status === 429) return new IgAllowanceExceeded(code, what);
  if (code === 'system.error' || status >= 500) return new IgUnavailable(`IG answered ${what} with ${code}`);
  return new IgRefused(code, what);
}

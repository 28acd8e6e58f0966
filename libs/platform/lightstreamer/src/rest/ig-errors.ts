/** IG said no for good: asking again changes nothing, and with a wrong password it locks the account. */
export class IgRefused extends Error {
  override readonly name = 'IgRefused';
  readonly code: string;
  readonly advice: string;

  constructor(code: string, what: string, advice = adviceFor(code)) {
    super(`IG refused ${what} with ${code}: ${advice}`);
    this.code = code;
    this.advice = advice;
  }
}

/** The session's tokens are no longer known: a new login helps. */
export class IgTokensInvalid extends Error {
  override readonly name = 'IgTokensInvalid';
  readonly code: string;

  constructor(code: string, what: string) {
    super(`IG refused ${what} with ${code}: the session has ended, a new login is needed`);
    this.code = code;
  }
}

/** More requests than IG allows: later, and not soon. */
export class IgAllowanceExceeded extends Error {
  override readonly name = 'IgAllowanceExceeded';
  readonly code: string;

  constructor(code: string, what: string) {
    super(`IG refused ${what} with ${code}: too many requests, try later`);
    this.code = code;
  }
}

/** IG could not be reached, or answered something that is no answer. */
export class IgUnavailable extends Error {
  override readonly name = 'IgUnavailable';
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/^error\.security\.api-key/, 'check the API key, and that it belongs to this environment (demo or live)'],
  [/^error\.security\.invalid-details/, 'check identifier and password; it is not tried again'],
  [/account-suspended/, 'the account is suspended: ask IG'],
  [/preferred\.account/, 'set a preferred account at IG, or enable it'],
  [/kyc/, 'IG wants to know its customer first: log in to their page'],
  [/^error\.switch/, 'check the account id: the login has no such account'],
  [/^validation\./, 'a value of the request has not the form that IG wants'],
  [/epic/, 'check the epic, and that the account may see it'],
];

function adviceFor(code: string): string {
  return ADVICE.find(([pattern]) => pattern.test(code))?.[1] ?? 'see the code in the documentation of IG';
}

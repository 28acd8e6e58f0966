import { randomBytes, timingSafeEqual } from 'node:crypto';

export type IgCredentials = {
  readonly identifier: string;
  readonly password: string;
  readonly apiKey: string;
};

export type Tokens = { readonly cst: string; readonly xst: string };

export const ACCOUNT_ID = 'LOCAL1';

/** IG's errors of a login, in the order they are checked. */
export type LoginRefusal = 'error.security.api-key-invalid' | 'error.security.invalid-details';

/** Who is logged in: IG's tokens, made anew at each login and each switch of account. */
export class IgSessions {
  readonly #credentials: IgCredentials;
  readonly #valid = new Map<string, Tokens>();

  constructor(credentials: IgCredentials) {
    this.#credentials = credentials;
  }

  /** False for a key that is not the application's. */
  knowsKey(apiKey: string | undefined): boolean {
    return same(apiKey ?? '', this.#credentials.apiKey);
  }

  login(identifier: string, password: string): Tokens | LoginRefusal {
    const matches =
      same(identifier, this.#credentials.identifier) && same(password, this.#credentials.password);
    return matches ? this.issue() : 'error.security.invalid-details';
  }

  issue(): Tokens {
    const tokens = { cst: randomBytes(24).toString('hex'), xst: randomBytes(24).toString('hex') };
    this.#valid.set(tokens.cst, tokens);
    return tokens;
  }

  isValid(cst: string | undefined, xst: string | undefined): boolean {
    const tokens = cst === undefined ? undefined : this.#valid.get(cst);
    return tokens !== undefined && same(tokens.xst, xst ?? '');
  }

  logout(cst: string): void {
    this.#valid.delete(cst);
  }

  /** All tokens expire, as IG's do at weekends. */
  invalidate(): void {
    this.#valid.clear();
  }

  /** The Lightstreamer password `CST-...|XST-...`. */
  acceptsStream(user: string, password: string): boolean {
    const [, cst, xst] = /^CST-([^|]*)\|XST-(.*)$/.exec(password) ?? [];
    return user === ACCOUNT_ID && this.isValid(cst, xst);
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

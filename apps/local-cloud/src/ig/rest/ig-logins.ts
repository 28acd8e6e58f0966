import { randomBytes, timingSafeEqual } from 'node:crypto';

export const ACCOUNTS = [
  { accountId: 'LOCAL1', accountName: 'CFD', preferred: true, accountType: 'CFD' },
  { accountId: 'LOCAL2', accountName: 'Spread bet', preferred: false, accountType: 'SPREADBET' },
] as const;

export type Login = {
  readonly cst: string;
  readonly securityToken: string;
  readonly accountId: string;
  /** True when no client went on from an earlier login: the client has begun anew. */
  readonly isNewClient: boolean;
};

/** The one login there is, and whether its tokens are good. A new login ends the one before. */
export class IgLogins {
  #login: Login | undefined;
  #answered: { readonly login: Login; readonly atMs: number } | undefined;
  #wereInvalidated = false;

  /** @param cachedMs a login within this time of the one before gets the same answer, whatever became of its tokens */
  logIn(cachedMs = 0): Login {
    const nowMs = performance.now();
    if (this.#answered && nowMs < this.#answered.atMs + cachedMs) return this.#answered.login;
    const login = this.#logIn();
    this.#answered = { login, atMs: nowMs };
    return login;
  }

  /** Both tokens are new; those of before are good no more. */
  switchTo(accountId: string, from: Login): Login {
    return this.#issue(accountId, from.isNewClient);
  }

  find(cst: string, securityToken: string): Login | undefined {
    const login = this.#login;
    return login && sameText(login.cst, cst) && sameText(login.securityToken, securityToken)
      ? login
      : undefined;
  }

  logOut(): void {
    this.#login = undefined;
  }

  /** Tokens expire by themselves: the client goes on with a new login. */
  invalidate(): void {
    this.#login = undefined;
    this.#wereInvalidated = true;
  }

  #logIn(): Login {
    const isNewClient = !this.#wereInvalidated;
    this.#wereInvalidated = false;
    return this.#issue(ACCOUNTS[0].accountId, isNewClient);
  }

  #issue(accountId: string, isNewClient: boolean): Login {
    const token = (): string => randomBytes(32).toString('hex');
    this.#login = { cst: token(), securityToken: token(), accountId, isNewClient };
    return this.#login;
  }
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

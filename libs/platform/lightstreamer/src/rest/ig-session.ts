import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { FeedLog } from '../feed-log.ts';
import type { FeedTiming } from '../feed-timing.ts';
import { IgRefused, IgTokensInvalid, IgUnavailable } from './ig-errors.ts';
import { igRequest, type IgAnswer, type IgRequest, type IgTokens } from './ig-request.ts';
import type { LoginSpacing } from './login-spacing.ts';

export type IgCredentials = {
  readonly identifier: string;
  readonly password: string;
  readonly apiKey: string;
};

/** What a Lightstreamer connection needs. */
export type OpenSession = {
  readonly tokens: IgTokens;
  readonly lightstreamerEndpoint: string;
  /** The active one: the login's preferred account, or the one switched to. */
  readonly accountId: string;
};

export type IgSessionParts = {
  readonly baseUrl: string;
  readonly credentials: IgCredentials;
  readonly epic: string;
  /** Undefined: the preferred account of the login. */
  readonly accountId: string | undefined;
  readonly log: FeedLog;
  readonly clock: Clock;
  readonly timing: FeedTiming;
  readonly logins: LoginSpacing;
};

const loginAnswer = z.object({
  currentAccountId: z.string().regex(/^[A-Za-z0-9-]{1,30}$/),
  lightstreamerEndpoint: z.url({ protocol: /^https?$/ }),
});

/** The login at IG: kept as long as its tokens are good, made again when they are not, never more often than allowed. */
export class IgSession {
  readonly #parts: IgSessionParts;
  #open: OpenSession | undefined;
  #hasSeenMarket = false;

  constructor(parts: IgSessionParts) {
    this.#parts = parts;
  }

  /**
   * The session there is if IG still knows it, else a new one.
   * @throws IgRefused when no retry can help; IgAllowanceExceeded, IgUnavailable, IgTokensInvalid for later
   */
  async ensure(signal: AbortSignal): Promise<OpenSession> {
    if (this.#open && !(await this.#isKnown(this.#open))) this.#open = undefined;
    this.#open ??= await this.#logIn(signal);
    await this.#seeMarket(this.#open);
    return this.#open;
  }

  /** Whatever IG's REST side says of the tokens, its streaming side does not take them. */
  forget(): void {
    this.#open = undefined;
  }

  async logOut(): Promise<void> {
    const tokens = this.#open?.tokens;
    this.#open = undefined;
    if (tokens) await this.#request({ method: 'DELETE', path: '/session', tokens }).catch(() => undefined);
  }

  async #isKnown({ tokens }: OpenSession): Promise<boolean> {
    try {
      await this.#request({ method: 'GET', path: '/session', tokens });
      return true;
    } catch (error) {
      if (error instanceof IgTokensInvalid) return false;
      throw error;
    }
  }

  async #logIn(signal: AbortSignal): Promise<OpenSession> {
    const { credentials, clock, timing, logins, log } = this.#parts;
    await logins.turn(clock, timing.loginSpacing, signal);
    signal.throwIfAborted();
    const { identifier, password } = credentials;
    const answer = await this.#request({ method: 'POST', path: '/session', body: { identifier, password } });
    logins.noteAnswer(clock);
    const { currentAccountId, lightstreamerEndpoint } = parseLogin(answer.body);
    const tokens = this.#tokensIn(answer, 'POST /session');
    const session = await this.#onAccount({ tokens, lightstreamerEndpoint, accountId: currentAccountId });
    log.info({ event: 'ig-logged-in', accountId: session.accountId });
    return session;
  }

  /** An epic that the account may not see is told as such here, and by the stream as an opaque refusal only. */
  async #seeMarket({ tokens }: OpenSession): Promise<void> {
    if (this.#hasSeenMarket) return;
    await this.#request({ method: 'GET', path: `/markets/${this.#parts.epic}`, tokens });
    this.#hasSeenMarket = true;
  }

  /** Prices are bound to one account, and the login lands on the preferred one. A switch makes new tokens. */
  async #onAccount(session: OpenSession): Promise<OpenSession> {
    const { accountId } = this.#parts;
    if (accountId === undefined || accountId === session.accountId) return session;
    try {
      const body = { accountId, defaultAccount: false };
      const answer = await this.#request({ method: 'PUT', path: '/session', body, tokens: session.tokens });
      return { ...session, accountId, tokens: this.#tokensIn(answer, 'PUT /session') };
    } catch (error) {
      const isThereAlready =
        error instanceof IgRefused && error.code === 'error.switch.accountId-must-be-different';
      if (isThereAlready) return { ...session, accountId };
      throw error;
    }
  }

  #tokensIn({ tokens }: IgAnswer, what: string): IgTokens {
    if (!tokens) throw new IgUnavailable(`IG answered ${what} without CST and X-SECURITY-TOKEN`);
    this.#parts.log.hideSecret?.(tokens.cst);
    this.#parts.log.hideSecret?.(tokens.securityToken);
    return tokens;
  }

  #request(request: IgRequest): Promise<IgAnswer> {
    const { baseUrl, credentials, timing } = this.#parts;
    return igRequest({ baseUrl, apiKey: credentials.apiKey, timeoutMs: timing.request }, request);
  }
}

function parseLogin(body: unknown): z.infer<typeof loginAnswer> {
  const read = loginAnswer.safeParse(body);
  if (read.success) return read.data;
  const fields = [...new Set(read.error.issues.map(({ path }) => path.join('.') || 'the body'))];
  throw new IgUnavailable(`IG answered POST /session without a usable ${fields.join(' and ')}`);
}

import type { Clock } from '../clock.ts';
import type { FeedLog } from '../feed-log.ts';
import type { FeedTiming } from '../feed-timing.ts';
import { IgTokensInvalid } from './ig-errors.ts';
import { igRequest, type IgAnswer, type IgRequest } from './ig-request.ts';
import { logIn, onAccount, type IgCredentials, type OpenSession } from './log-in.ts';
import type { LoginSpacing } from './login-spacing.ts';

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
    if (tokens) await this.#ask({ method: 'DELETE', path: '/session', tokens }).catch(() => undefined);
  }

  async #isKnown({ tokens }: OpenSession): Promise<boolean> {
    try {
      await this.#ask({ method: 'GET', path: '/session', tokens });
      return true;
    } catch (error) {
      if (error instanceof IgTokensInvalid) return false;
      throw error;
    }
  }

  async #logIn(signal: AbortSignal): Promise<OpenSession> {
    const { credentials, accountId, clock, timing, logins, log } = this.#parts;
    await logins.turn(clock, timing.loginSpacing, signal);
    signal.throwIfAborted();
    const preferred = await logIn(this.#ask, credentials);
    logins.noteAnswer(clock);
    this.#hide(preferred);
    const session = await onAccount(this.#ask, preferred, accountId);
    if (session !== preferred) this.#hide(session);
    log.info({ event: 'ig-logged-in', accountId: session.accountId });
    return session;
  }

  #hide({ tokens }: OpenSession): void {
    this.#parts.log.hideSecret?.(tokens.cst);
    this.#parts.log.hideSecret?.(tokens.securityToken);
  }

  /** An epic that the account may not see is told as such here, and by the stream as an opaque refusal only. */
  async #seeMarket({ tokens }: OpenSession): Promise<void> {
    if (this.#hasSeenMarket) return;
    await this.#ask({ method: 'GET', path: `/markets/${this.#parts.epic}`, tokens });
    this.#hasSeenMarket = true;
  }

  readonly #ask = (request: IgRequest): Promise<IgAnswer> => {
    const { baseUrl, credentials, timing } = this.#parts;
    return igRequest({ baseUrl, apiKey: credentials.apiKey, timeoutMs: timing.request }, request);
  };
}

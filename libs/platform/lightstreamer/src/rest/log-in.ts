import { z } from 'zod';
import { IgRefused, IgUnavailable } from './ig-errors.ts';
import type { IgAnswer, IgRequest, IgTokens } from './ig-request.ts';

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

type Ask = (request: IgRequest) => Promise<IgAnswer>;

const loginAnswer = z.object({
  currentAccountId: z.string().regex(/^[A-Za-z0-9-]{1,30}$/),
  lightstreamerEndpoint: z.url({ protocol: /^https?$/ }),
});

/** One login, on the preferred account. @throws IgRefused, IgAllowanceExceeded, IgUnavailable */
export async function logIn(ask: Ask, { identifier, password }: IgCredentials): Promise<OpenSession> {
  const answer = await ask({ method: 'POST', path: '/session', body: { identifier, password } });
  const { currentAccountId, lightstreamerEndpoint } = parseLogin(answer.body);
  const tokens = tokensIn(answer, 'POST /session');
  return { tokens, lightstreamerEndpoint, accountId: currentAccountId };
}

/**
 * Prices are bound to one account, and the login lands on the preferred one. A switch makes new tokens.
 * @param accountId undefined: the preferred one will do
 * @throws IgRefused when the login has no such account
 */
export async function onAccount(
  ask: Ask,
  session: OpenSession,
  accountId: string | undefined,
): Promise<OpenSession> {
  if (accountId === undefined || accountId === session.accountId) return session;
  try {
    const body = { accountId, defaultAccount: false };
    const answer = await ask({ method: 'PUT', path: '/session', body, tokens: session.tokens });
    return { ...session, accountId, tokens: tokensIn(answer, 'PUT /session') };
  } catch (error) {
    const isThereAlready =
      error instanceof IgRefused && error.code === 'error.switch.accountId-must-be-different';
    if (isThereAlready) return { ...session, accountId };
    throw error;
  }
}

function tokensIn({ tokens }: IgAnswer, what: string): IgTokens {
  if (!tokens) throw new IgUnavailable(`IG answered ${what} without CST and X-SECURITY-TOKEN`);
  return tokens;
}

function parseLogin(body: unknown): z.infer<typeof loginAnswer> {
  const read = loginAnswer.safeParse(body);
  if (read.success) return read.data;
  const fields = [...new Set(read.error.issues.map(({ path }) => path.join('.') || 'the body'))];
  throw new IgUnavailable(`IG answered POST /session without a usable ${fields.join(' and ')}`);
}

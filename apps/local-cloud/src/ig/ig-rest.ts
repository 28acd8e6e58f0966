import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody } from '../http/read-body.ts';
import { ACCOUNT_ID, type IgSessions, type Tokens } from './ig-sessions.ts';

export type IgRestParts = {
  readonly sessions: IgSessions;
  readonly epic: string;
  readonly publicUrl: () => string;
};

type Answer = { readonly status: number; readonly body?: object; readonly tokens?: Tokens };
type Route = (parts: IgRestParts, request: IncomingMessage) => Promise<Answer> | Answer;

const BASE = '/gateway/deal';
const MAX_BODY = 64 * 1024;

const ROUTES: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  ['POST', /^\/session$/, login],
  [
    'GET',
    /^\/session$/,
    (parts, request) =>
      loggedIn(parts, request, () => ({
        accountId: ACCOUNT_ID,
        clientId: 'local',
        lightstreamerEndpoint: parts.publicUrl(),
      })),
  ],
  ['PUT', /^\/session$/, switchAccount],
  ['DELETE', /^\/session$/, logout],
  [
    'GET',
    /^\/operations\/application$/,
    (parts, request) =>
      loggedIn(parts, request, () => [
        {
          allowanceAccountOverall: 30,
          allowanceApplicationOverall: 60,
          allowanceAccountTrading: 100,
          allowanceAccountHistoricalData: 10_000,
          concurrentSubscriptionsLimit: 40,
        },
      ]),
  ],
  ['GET', /^\/markets\/[^/]+$/, market],
];

/** IG's REST API as far as a streamer needs it. */
export async function serveIgRest(
  parts: IgRestParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0]?.slice(BASE.length) ?? '';
  // Some clients cannot send DELETE with a body.
  const method = String(request.headers['_method'] ?? request.method);
  const [, , route] = ROUTES.find(([verb, pattern]) => verb === method && pattern.test(path)) ?? [];
  const { status, body = {}, tokens } = await answer(parts, request, route);
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    ...(tokens ? { CST: tokens.cst, 'X-SECURITY-TOKEN': tokens.xst } : {}),
  });
  response.end(JSON.stringify(body));
}

async function answer(
  parts: IgRestParts,
  request: IncomingMessage,
  route: Route | undefined,
): Promise<Answer> {
  const key = header(request, 'x-ig-api-key');
  if (key === undefined) return refusal(403, 'error.security.api-key-missing');
  if (!parts.sessions.knowsKey(key)) return refusal(403, 'error.security.api-key-invalid');
  return route ? route(parts, request) : refusal(404, 'invalid.url');
}

const loginBody = z.object({ identifier: z.string(), password: z.string() });

async function login({ sessions, publicUrl }: IgRestParts, request: IncomingMessage): Promise<Answer> {
  if (header(request, 'version') !== '2') return refusal(400, 'error.request.invalid.version');
  const body = loginBody.safeParse(await jsonOf(request));
  if (!body.success) return refusal(400, 'validation.null-not-allowed.request');
  const tokens = sessions.login(body.data.identifier, body.data.password);
  if (typeof tokens === 'string') return refusal(401, tokens);
  const account = { accountId: ACCOUNT_ID, accountName: 'Local CFD', preferred: true, accountType: 'CFD' };
  return {
    status: 200,
    tokens,
    body: {
      accountType: 'CFD',
      accountInfo: { balance: 0, deposit: 0, profitLoss: 0, available: 0 },
      currencyIsoCode: 'USD',
      currentAccountId: ACCOUNT_ID,
      lightstreamerEndpoint: publicUrl(),
      accounts: [account],
      clientId: 'local',
    },
  };
}

const switchBody = z.object({ accountId: z.string() });

async function switchAccount(parts: IgRestParts, request: IncomingMessage): Promise<Answer> {
  if (!isLoggedIn(parts, request)) return tokenRefusal(request);
  const body = switchBody.safeParse(await jsonOf(request));
  if (!body.success) return refusal(400, 'validation.null-not-allowed.request');
  return body.data.accountId === ACCOUNT_ID
    ? refusal(412, 'error.switch.accountId-must-be-different')
    : refusal(412, 'error.switch.invalid-accountId');
}

function logout(parts: IgRestParts, request: IncomingMessage): Answer {
  if (!isLoggedIn(parts, request)) return tokenRefusal(request);
  parts.sessions.logout(header(request, 'cst') ?? '');
  return { status: 204 };
}

function market(parts: IgRestParts, request: IncomingMessage): Answer {
  const epic = decodeURIComponent((request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '');
  if (epic !== parts.epic) return refusal(404, 'error.service.marketdata.instrument.epic.unavailable');
  return loggedIn(parts, request, () => ({
    instrument: { epic, name: epic, streamingPricesAvailable: true, currencies: [{ code: 'USD' }] },
    snapshot: { marketStatus: 'TRADEABLE', delayTime: 0 },
  }));
}

function loggedIn(parts: IgRestParts, request: IncomingMessage, body: () => object): Answer {
  return isLoggedIn(parts, request) ? { status: 200, body: body() } : tokenRefusal(request);
}

function isLoggedIn({ sessions }: IgRestParts, request: IncomingMessage): boolean {
  return sessions.isValid(header(request, 'cst'), header(request, 'x-security-token'));
}

function tokenRefusal(request: IncomingMessage): Answer {
  return refusal(
    401,
    header(request, 'cst') === undefined
      ? 'error.security.client-token-missing'
      : 'error.security.client-token-invalid',
  );
}

function refusal(status: number, errorCode: string): Answer {
  return { status, body: { errorCode } };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request, MAX_BODY)).toString()) as unknown;
  } catch {
    return undefined;
  }
}

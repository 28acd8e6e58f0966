import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { readBody } from '../../http/read-body.ts';
import { ServiceError } from '../../protocol/service-error.ts';
import type { IgFaults } from '../faults.ts';
import { ACCOUNTS, sameText, type IgLogins, type Login } from './ig-logins.ts';
import { IgRestError, sendAnswer, sendError, type RestAnswer } from './rest-answer.ts';

export type IgCredentials = {
  readonly identifier: string;
  readonly password: string;
  readonly apiKey: string;
};

export type IgRestParts = {
  readonly credentials: IgCredentials;
  readonly epic: string;
  readonly logins: IgLogins;
  readonly faults: IgFaults;
  /** Where the Lightstreamer server is, as clients see it. */
  readonly publicUrl: () => string;
};

const PREFIX = '/gateway/deal';
const MAX_BODY = 64 * 1024;

const loginBody = z.object({ identifier: z.string().min(1), password: z.string().min(1) });
const switchBody = z.object({ accountId: z.string().min(1) });

/** IG's REST API as far as a price stream needs it. */
export class IgRest {
  readonly #parts: IgRestParts;

  constructor(parts: IgRestParts) {
    this.#parts = parts;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { restDelayMs } = this.#parts.faults;
    if (restDelayMs > 0) await pause(restDelayMs);
    // Who has given up meanwhile is not answered.
    if (request.socket.destroyed) return;
    try {
      sendAnswer(response, await this.#answer(request));
    } catch (error) {
      if (error instanceof ServiceError) sendError(response, new IgRestError(error.status, 'invalid.input'));
      else if (error instanceof IgRestError) sendError(response, error);
      else throw error;
    }
  }

  async #answer(request: IncomingMessage): Promise<RestAnswer> {
    this.#checkKey(header(request, 'x-ig-api-key'));
    this.#spendAllowance();
    // Clients that cannot send a DELETE with a body send a POST that says so.
    const method = header(request, '_method') ?? request.method;
    const path = (request.url ?? '').split('?')[0]?.slice(PREFIX.length) ?? '';
    const known = this.#operations(request)[`${method} ${path}`];
    if (known) return known();
    if (method === 'GET' && path.startsWith('/markets/')) return this.#market(request, path);
    throw new IgRestError(404, 'invalid.url');
  }

  #operations(request: IncomingMessage): Readonly<Record<string, () => RestAnswer | Promise<RestAnswer>>> {
    return {
      'POST /session': () => this.#logIn(request),
      'GET /session': () => this.#session(request),
      'PUT /session': () => this.#switchAccount(request),
      'DELETE /session': () => this.#logOut(request),
      'GET /operations/application': () => this.#application(request),
    };
  }

  #checkKey(key: string | undefined): void {
    if (!key) throw new IgRestError(403, 'error.security.api-key-missing');
    if (!sameText(key, this.#parts.credentials.apiKey))
      throw new IgRestError(403, 'error.security.api-key-invalid');
  }

  #spendAllowance(): void {
    const { faults } = this.#parts;
    if (faults.allowanceRefusals <= 0) return;
    faults.allowanceRefusals -= 1;
    throw new IgRestError(403, 'error.public-api.exceeded-api-key-allowance');
  }

  async #logIn(request: IncomingMessage): Promise<RestAnswer> {
    if (header(request, 'version') !== '2') throw new IgRestError(400, 'validation.invalid.version');
    const { identifier, password } = await bodyOf(request, loginBody);
    const { credentials, logins, publicUrl, faults } = this.#parts;
    const isRight = sameText(identifier, credentials.identifier) && sameText(password, credentials.password);
    if (!isRight) throw new IgRestError(401, 'error.security.invalid-details');
    if (faults.loginRefusal !== null) throw new IgRestError(401, faults.loginRefusal);
    const login = logins.logIn(faults.cachesLoginsMs);
    const body = {
      accountType: ACCOUNTS[0].accountType,
      accountInfo: { balance: 10_000, deposit: 0, profitLoss: 0, available: 10_000 },
      currencyIsoCode: 'USD',
      currentAccountId: login.accountId,
      lightstreamerEndpoint: publicUrl(),
      accounts: ACCOUNTS,
      clientId: '100000001',
    };
    return { body, headers: tokenHeaders(login) };
  }

  #session(request: IncomingMessage): RestAnswer {
    const { accountId } = this.#login(request);
    const endpoint = this.#parts.publicUrl();
    return { body: { accountId, clientId: '100000001', currency: 'USD', lightstreamerEndpoint: endpoint } };
  }

  async #switchAccount(request: IncomingMessage): Promise<RestAnswer> {
    const login = this.#login(request);
    const { accountId } = await bodyOf(request, switchBody);
    if (!ACCOUNTS.some((account) => account.accountId === accountId))
      throw new IgRestError(400, 'error.switch.invalid-accountId');
    if (accountId === login.accountId) throw new IgRestError(412, 'error.switch.accountId-must-be-different');
    const switched = this.#parts.logins.switchTo(accountId, login);
    return {
      body: { dealingEnabled: true, hasActiveDemoAccounts: true },
      headers: tokenHeaders(switched),
    };
  }

  #logOut(request: IncomingMessage): RestAnswer {
    this.#login(request);
    this.#parts.logins.logOut();
    return {};
  }

  #application(request: IncomingMessage): RestAnswer {
    this.#login(request);
    const limits = {
      allowanceAccountOverall: 30,
      allowanceApplicationOverall: 60,
      allowanceAccountTrading: 100,
      allowanceAccountHistoricalData: 10_000,
      concurrentSubscriptionsLimit: 40,
    };
    return { body: [{ name: 'local', status: 'ENABLED', ...limits }] as object };
  }

  #market(request: IncomingMessage, path: string): RestAnswer {
    this.#login(request);
    const { epic, faults } = this.#parts;
    if (path !== `/markets/${encodeURIComponent(epic)}`)
      throw new IgRestError(404, 'error.service.marketdata.instrument.epic.unavailable');
    return {
      body: {
        instrument: { epic, type: 'CURRENCIES', streamingPricesAvailable: true },
        snapshot: { marketStatus: faults.closed ? 'CLOSED' : 'TRADEABLE', delayTime: 0 },
      },
    };
  }

  #login(request: IncomingMessage): Login {
    const cst = header(request, 'cst');
    if (!cst) throw new IgRestError(401, 'error.security.client-token-missing');
    const login = this.#parts.logins.find(cst, header(request, 'x-security-token') ?? '');
    if (!login) throw new IgRestError(401, 'error.security.client-token-invalid');
    return login;
  }
}

function tokenHeaders({ cst, securityToken }: Login): Readonly<Record<string, string>> {
  return { CST: cst, 'X-SECURITY-TOKEN': securityToken };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function bodyOf<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const read = schema.safeParse(jsonOf((await readBody(request, MAX_BODY)).toString()));
  if (read.success) return read.data;
  const field = String(read.error.issues[0]?.path[0] ?? 'body');
  throw new IgRestError(400, `validation.null-not-allowed.request.${field}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

import { classifyIgError } from './classify-ig-error.ts';
import { IgUnavailable } from './ig-errors.ts';

export type IgTokens = { readonly cst: string; readonly securityToken: string };

export type IgRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly tokens?: IgTokens | undefined;
};

export type IgAnswer = {
  readonly body: unknown;
  readonly tokens: IgTokens | undefined;
  /** IG's own clock, in whole seconds: the Date header as epoch milliseconds, where there is one. */
  readonly serverTimeMs: number | undefined;
};

export type IgEndpoint = { readonly baseUrl: string; readonly apiKey: string; readonly timeoutMs: number };

/** One call of IG's REST API. @throws IgRefused, IgTokensInvalid, IgAllowanceExceeded, IgUnavailable */
export async function igRequest(endpoint: IgEndpoint, request: IgRequest): Promise<IgAnswer> {
  const what = `${request.method} ${request.path}`;
  const { response, text } = await exchange(endpoint, request, what);
  const body = jsonOf(text);
  if (!response.ok) throw classifyIgError(response.status, errorCodeOf(body), what);
  return { body, tokens: tokensOf(response.headers), serverTimeMs: timeOf(response.headers) };
}

async function exchange(
  { baseUrl, apiKey, timeoutMs }: IgEndpoint,
  { method, path, body, tokens }: IgRequest,
  what: string,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}${path}`, {
      method,
      headers: {
        'X-IG-API-KEY': apiKey,
        VERSION: '2',
        'Content-Type': 'application/json; charset=UTF-8',
        Accept: 'application/json; charset=UTF-8',
        ...(tokens ? { CST: tokens.cst, 'X-SECURITY-TOKEN': tokens.securityToken } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { response, text: await response.text() };
  } catch (error) {
    throw new IgUnavailable(`IG could not be asked ${what} at ${originOf(baseUrl)}: ${reasonOf(error)}`);
  }
}

/** fetch hides the reason in the cause; what it was given, secrets included, is in neither. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message ?? 'unknown';
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? 'an address that is none';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function errorCodeOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'errorCode' in body ? body.errorCode : undefined;
}

function tokensOf(headers: Headers): IgTokens | undefined {
  const cst = headers.get('CST');
  const securityToken = headers.get('X-SECURITY-TOKEN');
  return cst && securityToken ? { cst, securityToken } : undefined;
}

function timeOf(headers: Headers): number | undefined {
  const timeMs = Date.parse(headers.get('Date') ?? '');
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

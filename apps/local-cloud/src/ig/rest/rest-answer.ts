import type { ServerResponse } from 'node:http';

/** IG's form of a refusal: `{"errorCode": ...}`. */
export class IgRestError extends Error {
  override readonly name = 'IgRestError';
  readonly status: number;

  constructor(status: number, errorCode: string) {
    super(errorCode);
    this.status = status;
  }
}

export type RestAnswer = { readonly body?: object; readonly headers?: Readonly<Record<string, string>> };

export function sendAnswer(response: ServerResponse, { body, headers = {} }: RestAnswer): void {
  response.writeHead(body ? 200 : 204, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  response.end(body ? JSON.stringify(body) : undefined);
}

export function sendError(response: ServerResponse, error: IgRestError): void {
  response.writeHead(error.status, { 'content-type': 'application/json;charset=UTF-8' });
  response.end(JSON.stringify({ errorCode: error.message }));
}

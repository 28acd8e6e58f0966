import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What a front changes in the answers of IG's REST API. */
export type FrontFaults = {
  /** By path, what the answer has instead of its own body. */
  readonly bodies?: Readonly<Record<string, unknown>>;
  /** Added to IG's clock. */
  readonly clockMs?: number;
};

/** Headers of one connection, which fetch makes anew. */
const HOP = ['host', 'connection', 'content-length', 'transfer-encoding'];

/** Stands before IG's REST API: counts the requests, and lies where it is told to. */
export class IgFront {
  /** `METHOD /path`, without the prefix of the API. */
  readonly requests: string[] = [];
  faults: FrontFaults = {};
  readonly #target: string;
  readonly #server: Server;

  private constructor(target: string, server: Server) {
    this.#target = target;
    this.#server = server;
    server.on('request', (request, response) => void this.#pass(request, response));
  }

  /** @param target the address of the API, with its path */
  static async listen(target: string): Promise<IgFront> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new IgFront(target, server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.requests.push(`${request.method} ${path}`);
    const answer = await this.#ask(request, path);
    const body = this.faults.bodies?.[path];
    const text = body === undefined ? await answer.text() : JSON.stringify(body);
    const date = new Date(Date.parse(answer.headers.get('date') ?? '') + (this.faults.clockMs ?? 0));
    const kept = ['cst', 'x-security-token', 'content-type'].flatMap((name): [string, string][] => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    response.writeHead(answer.status, { ...Object.fromEntries(kept), date: date.toUTCString() });
    response.end(answer.status === 204 ? undefined : text);
  }

  async #ask(request: IncomingMessage, path: string): Promise<Response> {
    const others = Object.entries(request.headers).filter(([name]) => !HOP.includes(name));
    const body = await buffer(request);
    return fetch(`${this.#target}${path}`, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(others) as Record<string, string>,
      ...(body.length > 0 ? { body } : {}),
    });
  }
}

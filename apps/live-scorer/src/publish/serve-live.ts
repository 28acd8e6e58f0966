import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { streamEvents } from './event-stream.ts';
import { healthOf } from './health.ts';
import type { Journal } from './journal.ts';
import { presentOf } from './present.ts';

export type ServeLiveParts = {
  readonly journal: Journal;
  readonly summary: () => object;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  readonly startedAtMs: number;
};

export type LiveServer = { readonly url: string; readonly close: () => Promise<void> };

/** The address cannot be had. */
export class AddressTaken extends Error {
  override readonly name = 'AddressTaken';
}

const MOST_CONNECTIONS = 100;
const MOST_RECENT = 1_000;
const RECENT = 100;

type Answer = { readonly status: number; readonly body: object };

/**
 * JSON: `/now`, `/recent?n=100`, `/summary`, `/health`; server-sent events: `/events`. It reads and never writes, and
 * asks nobody who they are: by default only this machine reaches it.
 * @param address port 0 takes a free one
 * @throws AddressTaken
 */
export async function serveLive(
  parts: ServeLiveParts,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<LiveServer> {
  const server = createServer((request, response) => {
    answer(parts, request, response);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  await listen(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close: () => close(server) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(new AddressTaken(`GROUND_LIVE_PORT was ${port}: ${host}:${port} cannot be had (${error.code})`));
    });
    server.listen(port, host, listening);
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeAllConnections();
  await closed;
}

function answer(parts: ServeLiveParts, request: IncomingMessage, response: ServerResponse): void {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (request.method !== 'GET')
    return send(response, wrong(405, `the method was ${request.method}: send GET`));
  if (url?.pathname === '/events') return streamEvents(parts.journal, request, response);
  send(response, answerOf(parts, url ?? new URL('http://localhost/')));
}

function answerOf({ journal, summary, nowMs, startedAtMs }: ServeLiveParts, url: URL): Answer {
  switch (url.pathname) {
    case '/now':
      return { status: 200, body: presentOf(journal, nowMs()) };
    case '/recent':
      return recent(journal, url.searchParams.get('n'));
    case '/summary':
      return { status: 200, body: summary() };
    case '/health': {
      const body = healthOf(journal, startedAtMs, nowMs());
      return { status: body.isAble ? 200 : 503, body };
    }
    default:
      return wrong(
        404,
        `there is ${JSON.stringify(url.pathname.slice(0, 80))} not: ask for /now, /recent, /summary, /health or /events`,
      );
  }
}

function recent(journal: Journal, n: string | null): Answer {
  const count = n === null ? RECENT : Number(n);
  if (!Number.isInteger(count) || count < 1 || count > MOST_RECENT)
    return wrong(400, `n was ${JSON.stringify(n?.slice(0, 40))}: give a number from 1 to ${MOST_RECENT}`);
  return { status: 200, body: journal.recent(count) };
}

function wrong(status: number, message: string): Answer {
  return { status, body: { error: message } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

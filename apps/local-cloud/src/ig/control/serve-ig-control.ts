import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody } from '../../http/read-body.ts';
import { ServiceError } from '../../protocol/service-error.ts';
import type { IgControl } from '../create-ig.ts';
import { igFaults } from '../faults.ts';

/** Nothing was done, and why. */
class ControlRefused extends Error {
  override readonly name = 'ControlRefused';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const PREFIX = '/local/ig/';
const MAX_BODY = 64 * 1024;

const nothing = z.strictObject({});
const end = z.strictObject({
  code: z.int().min(-9_999).max(9_999),
  message: z.string().max(200).default('on demand'),
});

/** What a request comes to; undefined: done, with nothing to tell. */
type Operation = (control: IgControl, body: unknown) => object | undefined;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET faults': ({ faults }) => faults,
  'PUT faults': ({ faults }, body) => Object.assign(faults, read(igFaults, body)),
  'POST drop': (control, body) => toClient(read(nothing, body) && control.drop()),
  'POST end': (control, body) => {
    const { code, message } = read(end, body);
    return toClient(control.end(code, message));
  },
  'POST loop': (control, body) => toClient(read(nothing, body) && control.loop()),
  'POST invalidate-tokens': (control, body) => {
    read(nothing, body);
    control.invalidateTokens();
    return undefined;
  },
};

/**
 * Lets people, and tests in other processes, make the offline IG misbehave. Bodies are JSON, sent as such:
 *
 *     GET  /local/ig/faults             the faults there are now
 *     PUT  /local/ig/faults             {"mute":true,...}: these and no others; {} ends them all
 *     POST /local/ig/drop               {} cuts the client's connection
 *     POST /local/ig/end                {"code":48,"message":"..."} ends its session
 *     POST /local/ig/loop               {} asks it to bind again
 *     POST /local/ig/invalidate-tokens  {} lets its tokens expire
 *
 * 204 when done; 400 names what is unknown; 409 when no client is connected. Web pages of other origins get 403: they
 * can reach this port through the browser of whoever runs it.
 */
export function serveIgControl(
  control: IgControl,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      send(response, 200, await answer(control, request));
    } catch (error) {
      if (!(error instanceof ControlRefused || error instanceof ServiceError)) throw error;
      send(response, error.status, { error: error.message });
    }
  };
}

async function answer(control: IgControl, request: IncomingMessage): Promise<object | undefined> {
  checkOrigin(request);
  const path = (request.url ?? '').split('?')[0] ?? '';
  const name = `${request.method} ${path.slice(PREFIX.length)}`;
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (!operation) {
    const known = Object.keys(OPERATIONS).map((each) => each.replace(' ', ` ${PREFIX}`));
    throw new ControlRefused(404, `there is no ${request.method} ${path}: there are ${known.join(', ')}`);
  }
  return operation(control, request.method === 'GET' ? undefined : await jsonOf(request));
}

/**
 * A browser names the page's origin with every PUT and POST; a name that was rebound to this machine is in the host.
 * @throws ControlRefused
 */
function checkOrigin({ headers, socket }: IncomingMessage): void {
  const own = ['127.0.0.1', 'localhost'].map((host) => `${host}:${socket.localPort}`);
  if (!own.includes(headers.host ?? ''))
    throw new ControlRefused(403, `host was ${JSON.stringify(headers.host)}: expected ${own.join(' or ')}`);
  const { origin } = headers;
  if (origin !== undefined && !own.some((host) => origin === `http://${host}`))
    throw new ControlRefused(403, `origin was ${JSON.stringify(origin)}: other pages may not do this`);
}

/** A form of another page cannot have this type without asking first. @throws ControlRefused, ServiceError */
async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json *(;|$)/i.test(type))
    throw new ControlRefused(415, `content-type was ${JSON.stringify(type)}: expected application/json`);
  const text = (await readBody(request, MAX_BODY)).toString();
  try {
    return JSON.parse(text || '{}') as unknown;
  } catch (error) {
    throw new ControlRefused(400, `the body is no JSON: ${(error as Error).message}`);
  }
}

/** @throws ControlRefused that names each value that cannot be */
function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const found = schema.safeParse(body);
  if (found.success) return found.data;
  const lines = found.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  throw new ControlRefused(400, lines.join('; '));
}

function toClient(wasConnected: boolean): undefined {
  if (!wasConnected) throw new ControlRefused(409, 'no client is connected');
}

function send(response: ServerResponse, status: number, body: object | undefined): void {
  response.writeHead(body ? status : 204, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(body ? JSON.stringify(body) : undefined);
}

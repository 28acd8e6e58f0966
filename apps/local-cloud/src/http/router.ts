import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonService } from '../protocol/json-service.ts';
import { serveJson } from './serve-json.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export type Routes = {
  readonly jsonServices: readonly JsonService[];
  readonly sageMakerRuntime: Handler;
  readonly lambda: Handler;
  /** REST login and the Lightstreamer server. */
  readonly ig: Handler;
  /** Makes IG misbehave. */
  readonly igControl: Handler;
  readonly s3: Handler;
  readonly onBug: (error: unknown) => void;
};

/**
 * One port for all services: AWS JSON by its target header, the other AWS APIs and IG by their paths, and S3 for
 * everything else, since a bucket may be called anything.
 */
export function router(routes: Routes): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    // A client that goes away is its own affair.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    Promise.resolve(dispatch(routes, request, response)).catch((error: unknown) => {
      routes.onBug(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}

/** Paths of the services that are not S3, in the order they are tried. */
const PATHS: readonly (readonly [RegExp, (routes: Routes) => Handler])[] = [
  [/^\/health$/, () => (_request, response) => answerHealth(response)],
  [/^\/endpoints\/[^/]+\/invocations$/, (routes) => routes.sageMakerRuntime],
  [/^\/2015-03-31\/functions\/[^/]+\/invocations$/, (routes) => routes.lambda],
  [/^\/local\/ig\//, (routes) => routes.igControl],
  [/^\/(gateway\/deal|lightstreamer)(\/|$)/, (routes) => routes.ig],
];

function dispatch(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> | void {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return dispatchJson(routes, target, request, response);
  const [path = '/'] = (request.url ?? '/').split('?');
  const found = PATHS.find(([pattern]) => pattern.test(path));
  return (found ? found[1](routes) : routes.s3)(request, response);
}

function dispatchJson(
  { jsonServices, onBug }: Routes,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> | void {
  const service = jsonServices.find((each) => target.startsWith(`${each.target}.`));
  if (service) return serveJson(service, request, response, onBug);
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(
    JSON.stringify({ __type: 'UnknownOperationException', message: `The local cloud has no ${target}` }),
  );
}

function answerHealth(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"status":"ok"}');
}

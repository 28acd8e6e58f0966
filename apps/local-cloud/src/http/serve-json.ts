import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject, JsonService } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';
import { encodeJson } from './json-codec.ts';
import { readBody } from './read-body.ts';

const MAX_BODY = 8 * 1024 * 1024;

/** One call of a service that speaks AWS JSON. Errors are answers; only a bug is passed on to `onBug`. */
export async function serveJson(
  service: JsonService,
  request: IncomingMessage,
  response: ServerResponse,
  onBug: (error: unknown) => void,
): Promise<void> {
  const { status, body } = await answer(service, request).catch((error: unknown) =>
    errorAnswer(error, onBug),
  );
  response.writeHead(status, { 'content-type': service.contentType, 'x-amzn-requestid': randomUUID() });
  response.end(body);
}

type Answer = { readonly status: number; readonly body: string };

async function answer(service: JsonService, request: IncomingMessage): Promise<Answer> {
  const name = String(request.headers['x-amz-target']).slice(service.target.length + 1);
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  const input = parse(await readBody(request, MAX_BODY));
  if (!operation)
    throw new ServiceError(
      'UnknownOperationException',
      `${service.target} has no operation ${name} here, but these: ${Object.keys(service.operations).join(', ')}`,
    );
  return { status: 200, body: encodeJson(await operation(input)) };
}

function parse(body: Buffer): JsonObject {
  try {
    const value = JSON.parse(body.toString() || '{}') as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Told below, as any other text that is no object.
  }
  throw new ServiceError('SerializationException', 'the body is not a JSON object');
}

function errorAnswer(error: unknown, onBug: (error: unknown) => void): Answer {
  if (error instanceof ServiceError) {
    return { status: error.status, body: JSON.stringify({ __type: error.code, message: error.message }) };
  }
  onBug(error);
  return {
    status: 500,
    body: JSON.stringify({ __type: 'InternalFailure', message: 'the local cloud failed: see its log' }),
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  encodePredictions,
  InvalidInferenceRequest,
  parseInferenceRequest,
  UnsupportedContentType,
  type EncodedPredictions,
} from '@moving-ground/formats';
import { WrongFeatureCount } from '@moving-ground/model';
import { scoreRows } from '@moving-ground/serve';
import { readBody } from '../../http/read-body.ts';
import type { Endpoints, Serving } from './endpoints.ts';
import { InvocationError } from './invocation-error.ts';

const MAX_BODY = 6_291_456;

/** POST /endpoints/{name}/invocations, signed or not: the predictions, or the error as SDK clients read it. */
export async function invokeEndpoint(
  endpoints: Endpoints,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const serving = await servingOf(endpoints, request);
    const { body, contentType } = predict(serving, request.headers, await readBody(request, MAX_BODY));
    response.writeHead(200, {
      'content-type': contentType,
      'content-length': body.length,
      'x-amzn-invoked-production-variant': serving.variant,
      ...customAttributes(request),
    });
    // Text of one byte a character leaves with the head in one write; bytes would be a second one.
    response.end(body, 'latin1');
  } catch (error) {
    answerError(response, error);
  }
}

async function servingOf(endpoints: Endpoints, request: IncomingMessage): Promise<Serving> {
  const name = endpointIn(request);
  const serving = endpoints.serving(name);
  if (!serving) {
    const message = `Endpoint ${name} not found, or it is not in service yet.`;
    throw new InvocationError('ValidationError', message, 400);
  }
  try {
    return await serving;
  } catch (error) {
    const message = `the model of endpoint ${name} is gone: ${(error as Error).message}`;
    throw new InvocationError('ServiceUnavailable', message, 503);
  }
}

/** @throws InvocationError for another path or method */
function endpointIn({ method, url = '/' }: IncomingMessage): string {
  const match = /^\/endpoints\/([^/?]+)\/invocations(?:\?|$)/.exec(url);
  if (method === 'POST' && match?.[1] !== undefined) return decodeURIComponent(match[1]);
  throw new InvocationError('UnknownOperationException', 'give POST /endpoints/{name}/invocations', 404);
}

function predict(
  { model }: Serving,
  headers: IncomingMessage['headers'],
  { buffer, byteOffset, length }: Buffer,
): EncodedPredictions {
  try {
    const contentType = headers['content-type'] ?? 'application/octet-stream';
    // A plain view: a Buffer's slices would share its memory.
    const body = new Uint8Array(buffer, byteOffset, length);
    const { rows, features } = parseInferenceRequest(body, contentType, model.weights.length);
    return encodePredictions(scoreRows(model, features, rows), headers.accept ?? '');
  } catch (error) {
    throw modelError(error);
  }
}

/** The container refuses with a status of its own, which the service passes on inside a 424. */
function modelError(error: unknown): unknown {
  if (error instanceof UnsupportedContentType) return InvocationError.ofModel(415, error.message);
  if (error instanceof InvalidInferenceRequest || error instanceof WrongFeatureCount) {
    return InvocationError.ofModel(400, error.message);
  }
  return error;
}

function customAttributes({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const name = 'x-amzn-sagemaker-custom-attributes';
  const value = headers[name];
  return typeof value === 'string' ? { [name]: value } : {};
}

function answerError(response: ServerResponse, error: unknown): void {
  const { status, body, code } = InvocationError.from(error);
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
  response.end(JSON.stringify(body));
}

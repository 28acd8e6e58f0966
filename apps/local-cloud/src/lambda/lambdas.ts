import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { ServiceError } from '../protocol/service-error.ts';
import { deliverEvent, type DeliveryParts } from './deliver-event.ts';
import { LambdaFunction, type FunctionSettings, type Invocation } from './lambda-function.ts';

const MAX_PAYLOAD = 6 * 1024 * 1024;

export type LambdasParts = Omit<DeliveryParts, 'invoke'> & {
  readonly functions: readonly FunctionSettings[];
  /** Where a dead letter could not be kept. */
  readonly onBug: (error: unknown) => void;
};

/** The functions of the local cloud, by name. */
export class Lambdas {
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #parts: LambdasParts;

  constructor(parts: LambdasParts) {
    const { functions } = parts;
    this.#parts = parts;
    this.#functions = new Map(functions.map((settings) => [settings.name, new LambdaFunction(settings)]));
  }

  /** Each function starts before it is asked for. */
  provision(): void {
    for (const each of this.#functions.values()) each.provision();
  }

  /** @param name of the function, or its ARN @throws ServiceError ResourceNotFoundException */
  async invoke(name: string, payload: unknown): Promise<Invocation> {
    return this.#find(name).invoke(payload);
  }

  /**
   * An asynchronous invocation: tried again where it fails, and a dead letter in the end.
   * @param name of the function, or its ARN @throws ServiceError ResourceNotFoundException
   */
  deliver(name: string, event: unknown): void {
    const { settings } = this.#find(name);
    const invoke = (functionName: string, payload: unknown): Promise<Invocation> =>
      this.invoke(functionName, payload);
    const delivery = { functionName: settings.name, event, id: randomUUID() };
    deliverEvent({ ...this.#parts, invoke }, delivery).catch(this.#parts.onBug);
  }

  /** POST /2015-03-31/functions/{name}/invocations, waited for or (invocation type Event) not. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const name = functionName(request.url ?? '');
      const payload = parsePayload(await readBody(request, MAX_PAYLOAD));
      if (request.headers['x-amz-invocation-type'] === 'Event') {
        this.deliver(name, payload);
        response.writeHead(202).end();
        return;
      }
      const { payload: answer, functionError } = await this.invoke(name, payload);
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-amz-executed-version': '$LATEST',
        ...(functionError ? { 'x-amz-function-error': 'Unhandled' } : {}),
      });
      response.end(JSON.stringify(answer));
    } catch (error) {
      const { code, status, message } =
        error instanceof ServiceError
          ? error
          : new ServiceError('ServiceException', 'the local cloud failed', 500);
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
      response.end(JSON.stringify({ Message: message }));
    }
  }

  #find(name: string): LambdaFunction {
    const found = this.#functions.get(name.split(':').at(-1) ?? '');
    if (!found) throw new ServiceError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#functions.values()].map((each) => each.close()));
  }
}

function functionName(url: string): string {
  try {
    return decodeURIComponent(url.split('/')[3] ?? '');
  } catch {
    throw new ServiceError('InvalidParameterValueException', `the path was ${JSON.stringify(url)}`);
  }
}

function parsePayload(body: Buffer): unknown {
  if (body.length === 0) return null;
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch (error) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
}

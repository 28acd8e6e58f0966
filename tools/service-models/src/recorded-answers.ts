import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DeserializeMiddleware, HttpResponse, MiddlewareStack } from '@smithy/types';

/** An answer as it came over the wire. */
export type RecordedAnswer = {
  /** As botocore calls it. */
  readonly service: string;
  readonly operation: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
};

/** Notes every answer that a client gets from now on, errors too, before the client reads it. */
export function recordAnswers<Input extends object, Output extends object>(
  { middlewareStack }: { readonly middlewareStack: MiddlewareStack<Input, Output> },
  service: string,
  answers: RecordedAnswer[],
): void {
  const note: DeserializeMiddleware<Input, Output> = (next, context) => async (call) => {
    const result = await next(call);
    const response = result.response as HttpResponse;
    const body = await buffer(response.body as Readable);
    response.body = Readable.from([body]);
    const { statusCode: status, headers } = response;
    const operation = String(context['commandName']).replace(/Command$/, '');
    answers.push({ service, operation, status, headers, body: body.toString('base64') });
    return result;
  };
  const place = { relation: 'after', toMiddleware: 'deserializerMiddleware' } as const;
  middlewareStack.addRelativeTo(note, { name: 'recordAnswers', ...place });
}

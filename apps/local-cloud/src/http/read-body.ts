import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../protocol/service-error.ts';

/** @throws ServiceError RequestEntityTooLarge (413) past the limit; the rest is not read */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit)
      throw new ServiceError('RequestEntityTooLarge', `the body has over ${limit} bytes`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

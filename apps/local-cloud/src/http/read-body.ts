import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../protocol/service-error.ts';

/**
 * The whole body. By events: an iterator over the request costs as much as the rest of reading it.
 * @throws ServiceError RequestEntityTooLarge (413) past the limit; the rest is not kept
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const hear = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      request.off('data', hear);
      fail(new ServiceError('RequestEntityTooLarge', `the body has over ${limit} bytes`, 413));
    };
    request.on('data', hear);
    request.once('end', () => done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once('error', fail);
  });
}

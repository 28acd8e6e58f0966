import { createReadStream } from 'node:fs';
import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectHead, ObjectStore } from './object-store.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3Request } from './s3-request.ts';

/** GetObject and HeadObject, with ranges and conditions. */
export async function getObject(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { bucket, key, method } = request;
  const head = await store.head(bucket, key);
  if (!head) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  if (isUnchanged(head, request)) return { status: 304, headers: { etag: head.etag } };
  const { first, last, partial } = rangeOf(request.header('range'), head.size);
  const headers = headersOf(head, first, last, partial);
  const status = partial ? 206 : 200;
  if (method === 'HEAD' || head.size === 0) return { status, headers };
  return {
    status,
    headers,
    body: createReadStream(store.filePath(bucket, key), { start: first, end: last }),
  };
}

/** If-None-Match met means that the client has it already. @throws ServiceError PreconditionFailed for If-Match */
function isUnchanged(head: ObjectHead, { header }: S3Request): boolean {
  const match = header('if-match');
  if (match !== undefined && !same(match, head.etag)) {
    throw new ServiceError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  }
  const none = header('if-none-match');
  return none !== undefined && same(none, head.etag);
}

function same(a: string, b: string): boolean {
  return a === '*' || a.replaceAll('"', '') === b.replaceAll('"', '');
}

type Range = { readonly first: number; readonly last: number; readonly partial: boolean };

/** `bytes=a-b`, `bytes=a-` or `bytes=-n`; anything else means the whole object. @throws ServiceError InvalidRange */
function rangeOf(header: string | undefined, size: number): Range {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return { first: 0, last: size - 1, partial: false };
  return satisfiable(from === '' ? lastBytes(Number(to), size) : bytesFrom(Number(from), to, size), size);
}

function satisfiable(range: Range, size: number): Range {
  if (range.first < size && range.first <= range.last) return range;
  throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416);
}

function lastBytes(count: number, size: number): Range {
  return { first: Math.max(0, size - count), last: size - 1, partial: true };
}

function bytesFrom(first: number, to: string, size: number): Range {
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1), partial: true };
}

function headersOf(head: ObjectHead, first: number, last: number, partial: boolean): Record<string, string> {
  return {
    'content-type': head.contentType,
    'content-length': String(last - first + 1),
    etag: head.etag,
    'last-modified': head.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    ...(partial ? { 'content-range': `bytes ${first}-${last}/${head.size}` } : {}),
    ...Object.fromEntries(
      Object.entries(head.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
  };
}

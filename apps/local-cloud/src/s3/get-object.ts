import type { FileHandle } from 'node:fs/promises';
import { byteRange, type ByteRange } from './byte-range.ts';
import type { FileObjectStore } from './file-object-store.ts';
import type { ObjectHead } from './object-store.ts';
import { preconditionFailed, sameTag } from './refuse-unmet.ts';
import type { S3Answer } from './s3-answer.ts';
import type { S3Request } from './s3-request.ts';

/** GetObject and HeadObject, with ranges and conditions. */
export async function getObject(store: FileObjectStore, request: S3Request): Promise<S3Answer> {
  const { head, file } = await store.open(request.bucket, request.key);
  const answer = await answerOf(head, file, request).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  if (answer.body === undefined) await file.close();
  return answer;
}

async function answerOf(
  head: ObjectHead,
  file: FileHandle,
  { method, header }: S3Request,
): Promise<S3Answer> {
  const match = header('if-match');
  if (match !== undefined && !sameTag(match, head.etag)) throw preconditionFailed();
  const none = header('if-none-match');
  if (none !== undefined && sameTag(none, head.etag)) return { status: 304, headers: { etag: head.etag } };
  const range = byteRange(header('range'), head.size);
  const whole = { status: range.isPartial ? 206 : 200, headers: headersOf(head, range) };
  if (method === 'HEAD' || head.size === 0) return whole;
  return { ...whole, body: file.createReadStream({ start: range.first, end: range.last }) };
}

function headersOf(head: ObjectHead, { first, last, isPartial }: ByteRange): Record<string, string> {
  return {
    'content-type': head.contentType,
    'content-length': String(last - first + 1),
    etag: head.etag,
    'last-modified': head.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    ...(isPartial ? { 'content-range': `bytes ${first}-${last}/${head.size}` } : {}),
    ...Object.fromEntries(
      Object.entries(head.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
  };
}

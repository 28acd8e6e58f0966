import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectHead, ObjectStore, PutOptions } from './object-store.ts';
import { preconditionFailed, sameTag } from './refuse-unmet.ts';
import { xmlAnswer, type S3Answer } from './s3-answer.ts';
import type { S3Request } from './s3-request.ts';
import { xml } from './s3-xml.ts';

/** PutObject, and CopyObject where a source is named. */
export async function putObject(
  store: ObjectStore,
  request: S3Request,
  headers: IncomingHttpHeaders,
): Promise<S3Answer> {
  const source = request.header('x-amz-copy-source');
  if (source !== undefined) return copyObject(store, request, { source, headers });
  const head = await store.put(request.bucket, request.key, request.body(), putOptions(request, headers));
  return { status: 200, headers: { etag: head.etag } };
}

/** Conditions, type and metadata of an object to be written. */
export function putOptions({ header }: S3Request, headers: IncomingHttpHeaders): PutOptions {
  const contentType = header('content-type');
  const ifMatch = header('if-match');
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), String(value)] as const] : [],
  );
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(header('if-none-match') === '*' ? { ifNoneMatch: '*' as const } : {}),
    ...(ifMatch === undefined ? {} : { ifMatch }),
    metadata: Object.fromEntries(metadata),
  };
}

type Copy = { readonly source: string; readonly headers: IncomingHttpHeaders };

async function copyObject(store: ObjectStore, request: S3Request, copy: Copy): Promise<S3Answer> {
  const [from = '', ...rest] = decodeURIComponent(copy.source).replace(/^\//, '').split('/');
  const original = await store.head(from, rest.join('/'));
  if (!original) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const match = request.header('x-amz-copy-source-if-match');
  if (match !== undefined && !sameTag(match, original.etag)) throw preconditionFailed();
  const bytes = await store.readStream(from, original.key);
  const head = await store.put(request.bucket, request.key, bytes, copyOptions(original, request, copy));
  return xmlAnswer(
    xml('CopyObjectResult', { LastModified: head.lastModified.toISOString(), ETag: head.etag }),
  );
}

/** The source's type and metadata, unless the request asks to replace them with its own. */
function copyOptions(original: ObjectHead, request: S3Request, { headers }: Copy): PutOptions {
  const asked = putOptions(request, headers);
  if (request.header('x-amz-metadata-directive') === 'REPLACE') return asked;
  return { ...asked, contentType: original.contentType, metadata: original.metadata };
}

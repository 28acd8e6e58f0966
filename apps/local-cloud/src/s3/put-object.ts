import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectStore, PutOptions } from './object-store.ts';
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
  if (source !== undefined) return copyObject(store, request, source);
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

async function copyObject(store: ObjectStore, { bucket, key }: S3Request, source: string): Promise<S3Answer> {
  const [from = '', ...rest] = decodeURIComponent(source).replace(/^\//, '').split('/');
  const original = await store.head(from, rest.join('/'));
  if (!original) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const { contentType, metadata } = original;
  const head = await store.put(bucket, key, await store.readStream(from, rest.join('/')), {
    contentType,
    metadata,
  });
  return xmlAnswer(
    xml('CopyObjectResult', { LastModified: head.lastModified.toISOString(), ETag: head.etag }),
  );
}

import { ServiceError } from '../protocol/service-error.ts';
import { listingPage, type ListingPage } from './listing-page.ts';
import type { ObjectHead, ObjectStore } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import { xmlAnswer, type S3Answer } from './s3-answer.ts';
import { xml } from './s3-xml.ts';

type Encode = (text: string) => string;

/** ListObjectsV2, and ListObjects as older clients page it: by marker. */
export async function listObjects(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { bucket, query } = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const maxKeys = maxKeysOf(query);
  const after = afterOf(query);
  const page = listingPage(await store.list(bucket, prefix), { prefix, delimiter, after, maxKeys });
  return xmlAnswer(
    xml('ListBucketResult', {
      Name: bucket,
      Prefix: encode(prefix),
      MaxKeys: maxKeys,
      ...(delimiter ? { Delimiter: encode(delimiter) } : {}),
      ...(query.has('encoding-type') ? { EncodingType: 'url' } : {}),
      ...pageFields(page, query, encode),
      Contents: page.contents.map((head) => contentOf(head, encode)),
      CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
    }),
  );
}

function maxKeysOf(query: URLSearchParams): number {
  const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  if (Number.isInteger(maxKeys) && maxKeys >= 0) return maxKeys;
  throw new ServiceError('InvalidArgument', `max-keys was ${JSON.stringify(query.get('max-keys'))}`);
}

/** Keys up to this one are left out. */
function afterOf(query: URLSearchParams): string {
  if (!isSecondVersion(query)) return query.get('marker') ?? '';
  const token = query.get('continuation-token');
  return token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64').toString();
}

function pageFields(page: ListingPage, query: URLSearchParams, encode: Encode): object {
  const { next } = page;
  if (!isSecondVersion(query)) {
    const marker = next === undefined ? {} : { NextMarker: encode(next) };
    return { Marker: encode(query.get('marker') ?? ''), IsTruncated: next !== undefined, ...marker };
  }
  const token = next === undefined ? {} : { NextContinuationToken: Buffer.from(next).toString('base64') };
  const keyCount = page.contents.length + page.prefixes.length;
  return { KeyCount: keyCount, IsTruncated: next !== undefined, ...token };
}

function isSecondVersion(query: URLSearchParams): boolean {
  return query.get('list-type') === '2';
}

function contentOf(head: ObjectHead, encode: Encode): object {
  return {
    Key: encode(head.key),
    LastModified: head.lastModified.toISOString(),
    ETag: head.etag,
    Size: head.size,
    StorageClass: 'STANDARD',
  };
}

import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectHead, ObjectStore } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import { xmlAnswer, type S3Answer } from './s3-answer.ts';
import { xml } from './s3-xml.ts';

type Page = {
  readonly contents: readonly ObjectHead[];
  readonly prefixes: readonly string[];
  readonly next: string | undefined;
};

/** ListObjectsV2. */
export async function listObjects(store: ObjectStore, { bucket, query }: S3Request): Promise<S3Answer> {
  const prefix = query.get('prefix') ?? '';
  const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new ServiceError('InvalidArgument', 'max-keys must be a whole number');
  const after = decodeToken(query.get('continuation-token')) ?? query.get('start-after') ?? '';
  const page = pageOf(await store.list(bucket, prefix), {
    prefix,
    delimiter: query.get('delimiter') ?? '',
    after,
    maxKeys,
  });
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  return xmlAnswer(
    xml('ListBucketResult', {
      Name: bucket,
      Prefix: encode(prefix),
      KeyCount: page.contents.length + page.prefixes.length,
      MaxKeys: maxKeys,
      ...(query.get('delimiter') ? { Delimiter: encode(query.get('delimiter') ?? '') } : {}),
      ...(query.get('encoding-type') ? { EncodingType: 'url' } : {}),
      IsTruncated: page.next !== undefined,
      ...(page.next === undefined
        ? {}
        : { NextContinuationToken: Buffer.from(page.next).toString('base64') }),
      Contents: page.contents.map((head) => contentOf(head, encode)),
      CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
    }),
  );
}

type Listing = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly maxKeys: number;
};

/** One page: keys after `after`, those with the delimiter behind the prefix rolled up into common prefixes. */
function pageOf(heads: readonly ObjectHead[], { prefix, delimiter, after, maxKeys }: Listing): Page {
  const contents: ObjectHead[] = [];
  const prefixes = new Set<string>();
  let last: string | undefined;
  for (const head of heads) {
    const common = commonPrefix(head.key, prefix, delimiter);
    if (compare(head.key, after) <= 0 || (common !== undefined && after.startsWith(common))) continue;
    if (common !== undefined && prefixes.has(common)) continue;
    if (contents.length + prefixes.size >= maxKeys) return { contents, prefixes: [...prefixes], next: last };
    if (common === undefined) contents.push(head);
    else prefixes.add(common);
    last = common ?? head.key;
  }
  return { contents, prefixes: [...prefixes], next: undefined };
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function decodeToken(token: string | null): string | undefined {
  return token === null ? undefined : Buffer.from(token, 'base64').toString();
}

function contentOf(head: ObjectHead, encode: (text: string) => string): object {
  return {
    Key: encode(head.key),
    LastModified: head.lastModified.toISOString(),
    ETag: head.etag,
    Size: head.size,
    StorageClass: 'STANDARD',
  };
}

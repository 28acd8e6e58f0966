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
  const listing = listingOf(query);
  const page = pageOf(await store.list(bucket, listing.prefix), listing);
  return xmlAnswer(
    xml('ListBucketResult', { Name: bucket, ...facts(listing, page), ...entries(listing, page) }),
  );
}

function listingOf(query: URLSearchParams): Listing {
  const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new ServiceError('InvalidArgument', 'max-keys must be a whole number');
  const word = (name: string): string => query.get(name) ?? '';
  return {
    prefix: word('prefix'),
    delimiter: word('delimiter'),
    after: decodeToken(query.get('continuation-token')) ?? word('start-after'),
    maxKeys,
    urlEncoded: query.get('encoding-type') === 'url',
  };
}

function facts({ prefix, delimiter, maxKeys, urlEncoded }: Listing, page: Page): object {
  return {
    Prefix: prefix,
    KeyCount: page.contents.length + page.prefixes.length,
    MaxKeys: maxKeys,
    ...(delimiter ? { Delimiter: delimiter } : {}),
    ...(urlEncoded ? { EncodingType: 'url' } : {}),
    IsTruncated: page.next !== undefined,
    ...(page.next === undefined ? {} : { NextContinuationToken: Buffer.from(page.next).toString('base64') }),
  };
}

function entries({ urlEncoded }: Listing, page: Page): object {
  const encode = urlEncoded ? encodeURIComponent : (text: string) => text;
  return {
    Contents: page.contents.map((head) => contentOf(head, encode)),
    CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
  };
}

type Listing = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly maxKeys: number;
  readonly urlEncoded: boolean;
};

/** One page: keys after `after`, those with the delimiter behind the prefix rolled up into common prefixes. */
function pageOf(heads: readonly ObjectHead[], listing: Listing): Page {
  const contents: ObjectHead[] = [];
  const prefixes = new Set<string>();
  let last: string | undefined;
  for (const head of heads) {
    const common = commonPrefix(head.key, listing);
    if (isTold(head.key, common, listing) || prefixes.has(common ?? '')) continue;
    if (contents.length + prefixes.size >= listing.maxKeys)
      return { contents, prefixes: [...prefixes], next: last };
    if (common === undefined) contents.push(head);
    else prefixes.add(common);
    last = common ?? head.key;
  }
  return { contents, prefixes: [...prefixes], next: undefined };
}

/** On an earlier page, by itself or rolled up. */
function isTold(key: string, common: string | undefined, { after }: Listing): boolean {
  return compare(key, after) <= 0 || (common !== undefined && after.startsWith(common));
}

function commonPrefix(key: string, { prefix, delimiter }: Listing): string | undefined {
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

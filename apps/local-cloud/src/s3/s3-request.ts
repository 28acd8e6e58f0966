import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { AwsChunked } from './aws-chunked.ts';
import { CheckedBody } from './checked-body.ts';

/** A request to S3, its address taken apart. An empty bucket or key means that the address has none. */
export type S3Request = {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** The body without its framing; ends in an error when it is cut off or not what its checksums say. */
  readonly body: () => Readable;
};

/**
 * Path style (`/bucket/key`), or the bucket as the first label of the host. The path is taken as it was sent: a key
 * may hold `..`, `//` and anything else that an address would be tidied of.
 * @throws URIError
 */
export function s3Request(request: IncomingMessage): S3Request {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const [path, query] = splitOnce(request.url ?? '/', '?');
  const [bucket, key] = splitOnce(bucketOfHost(header('host')) + path.slice(1), '/');
  return {
    method: request.method ?? 'GET',
    bucket: decodeURIComponent(bucket),
    key: decodeURIComponent(key),
    query: new URLSearchParams(query),
    header,
    body: () => bodyOf(request, header),
  };
}

/** The bucket and a slash where the host names one (`bucket.localhost`), otherwise nothing. */
function bucketOfHost(host = ''): string {
  const virtual = /^([a-z0-9][a-z0-9.-]+[a-z0-9])\.(s3[.-]|localhost)/.exec(host)?.[1];
  return virtual === undefined ? '' : `${virtual}/`;
}

function splitOnce(text: string, at: string): readonly [string, string] {
  const place = text.indexOf(at);
  return place < 0 ? [text, ''] : [text.slice(0, place), text.slice(place + 1)];
}

/** The last stream fails with what failed before it, such as a client that went away. */
function bodyOf(request: IncomingMessage, header: S3Request['header']): Readable {
  const told = (): void => undefined;
  if (!isChunked(header)) return pipeline(request, new CheckedBody(header), told);
  const chunked = new AwsChunked();
  const checked = new CheckedBody((name) => header(name) ?? chunked.trailer(name));
  return pipeline(request, chunked, checked, told);
}

function isChunked(header: S3Request['header']): boolean {
  return (
    /aws-chunked/.test(header('content-encoding') ?? '') ||
    /^STREAMING-/.test(header('x-amz-content-sha256') ?? '')
  );
}

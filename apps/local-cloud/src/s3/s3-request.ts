import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { AwsChunked } from './aws-chunked.ts';

/** A request to S3, its address taken apart. An empty bucket or key means that the address has none. */
export type S3Request = {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: () => Readable;
};

/** Path style (`/bucket/key`), or the bucket as the first label of the host. */
export function s3Request(request: IncomingMessage): S3Request {
  // Not a URL object: it would take `..` out of a key.
  const [pathname = '/', search = ''] = splitOnce(request.url ?? '/', '?');
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const virtual = /^([a-z0-9][a-z0-9.-]+[a-z0-9])\.(s3[.-]|localhost)/.exec(header('host') ?? '')?.[1];
  const path = virtual ? `/${virtual}${pathname}` : pathname;
  const [, bucket = '', ...rest] = path.split('/');
  return {
    method: request.method ?? 'GET',
    bucket: decodeURIComponent(bucket),
    key: decodeURIComponent(rest.join('/')),
    query: new URLSearchParams(search),
    header,
    body: () => (isChunked(header) ? request.pipe(new AwsChunked()) : request),
  };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function isChunked(header: S3Request['header']): boolean {
  return (
    /aws-chunked/.test(header('content-encoding') ?? '') ||
    /^STREAMING-/.test(header('x-amz-content-sha256') ?? '')
  );
}

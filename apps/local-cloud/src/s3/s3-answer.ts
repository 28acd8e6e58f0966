import type { Readable } from 'node:stream';

export type S3Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
};

export function xmlAnswer(body: string, status = 200): S3Answer {
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

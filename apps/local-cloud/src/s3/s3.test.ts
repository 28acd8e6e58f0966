import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../listen.ts';
import { createObjectStore } from './create-object-store.ts';
import { Multipart } from './multipart.ts';
import { serveS3 } from './serve-s3.ts';

const Bucket = 'ground';
let folder: string;
let server: Server;
let client: S3Client;
let bugs: unknown[];

async function open(): Promise<void> {
  const store = createObjectStore(join(folder, 's3'));
  await store.createBucket(Bucket);
  const multipart = new Multipart(store, join(folder, 'multipart'));
  const listening = await listen(0);
  server = listening.server;
  server.on(
    'request',
    (request, response) => void serveS3({ store, multipart, onBug: (e) => bugs.push(e) }, request, response),
  );
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({
    endpoint: listening.url,
    region: 'eu-west-2',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
}

async function close(): Promise<void> {
  client.destroy();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-s3-'));
  bugs = [];
  await open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
  expect(bugs).toEqual([]);
});

const put = (Key: string, Body: string | Uint8Array, more: object = {}): Promise<unknown> =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string, more: object = {}): Promise<string> =>
  (await client.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString() ?? '';
const errorOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no error',
    (error: Error) => error.name,
  );
const keysOf = async (more: object = {}): Promise<string[]> =>
  (await client.send(new ListObjectsV2Command({ Bucket, ...more }))).Contents?.map(({ Key }) => Key ?? '') ??
  [];

describe('an object', () => {
  it('comes back byte for byte, also after a restart', async () => {
    const body = randomBytes(300_000);
    await put('a/b.bin', body, { Metadata: { batch: 'x' }, ContentType: 'text/csv' });
    await close();
    await open();
    const { Body, Metadata, ContentType, ETag } = await client.send(
      new GetObjectCommand({ Bucket, Key: 'a/b.bin' }),
    );
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect([Metadata, ContentType, ETag?.length]).toEqual([{ batch: 'x' }, 'text/csv', 34]);
  });

  it('may have an odd key, which never leaves the folder', async () => {
    const keys = ['../../etc/passwd', 'a b+c&d=e?f#g', 'ü/日本', '%2e%2e/x', 'k'.repeat(1024)];
    for (const key of keys) await put(key, key);
    for (const key of keys) expect(await read(key)).toBe(key);
    expect((await keysOf()).sort()).toEqual([...keys].sort());
    expect(await errorOf(put('k'.repeat(1025), ''))).toBe('KeyTooLongError');
  });

  it('is read in ranges', async () => {
    await put('k', '0123456789');
    expect(await read('k', { Range: 'bytes=2-4' })).toBe('234');
    expect(await read('k', { Range: 'bytes=7-' })).toBe('789');
    expect(await read('k', { Range: 'bytes=-2' })).toBe('89');
    expect(await errorOf(read('k', { Range: 'bytes=10-' }))).toBe('InvalidRange');
  });

  it('that is missing is told by name', async () => {
    expect(await errorOf(read('none'))).toBe('NoSuchKey');
    expect(await errorOf(client.send(new HeadObjectCommand({ Bucket, Key: 'none' })))).toBe('NotFound');
    expect(await errorOf(client.send(new GetObjectCommand({ Bucket: 'nobucket', Key: 'k' })))).toBe(
      'NoSuchBucket',
    );
  });

  it('may be empty', async () => {
    await put('empty', '');
    expect(await read('empty')).toBe('');
  });

  it('is copied and deleted', async () => {
    await put('a b', 'x', { Metadata: { m: '1' } });
    await client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/a%20b` }));
    expect(await read('c')).toBe('x');
    await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a b' }, { Key: 'c' }] } }),
    );
    expect(await keysOf()).toEqual([]);
  });
});

describe('a conditional write', () => {
  it('with If-None-Match is made by one of many at once', async () => {
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, i) => errorOf(put('k', String(i), { IfNoneMatch: '*' }))),
    );
    expect(tries.filter((name) => name === 'no error')).toHaveLength(1);
    expect(tries.filter((name) => name === 'PreconditionFailed')).toHaveLength(7);
  });

  it('with If-Match is made over that version only', async () => {
    const first = (await put('k', '1')) as { ETag: string };
    await put('k', '2', { IfMatch: first.ETag });
    expect(await errorOf(put('k', '3', { IfMatch: first.ETag }))).toBe('PreconditionFailed');
    expect(await read('k')).toBe('2');
    expect(await errorOf(put('none', '3', { IfMatch: first.ETag }))).toBe('NoSuchKey');
  });
});

describe('a listing', () => {
  it('is in byte order, in pages, below a prefix', async () => {
    for (const key of ['b/2', 'a', 'b/1', 'b/10', 'c']) await put(key, '');
    expect(await keysOf({ Prefix: 'b/' })).toEqual(['b/1', 'b/10', 'b/2']);
    const first = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
    expect([first.IsTruncated, first.KeyCount]).toEqual([true, 2]);
    expect(await keysOf({ ContinuationToken: first.NextContinuationToken })).toEqual(['b/10', 'b/2', 'c']);
    expect(await keysOf({ StartAfter: 'b/10' })).toEqual(['b/2', 'c']);
  });

  it('rolls keys up at a delimiter', async () => {
    for (const key of ['s/1/x', 's/1/y', 's/2/x', 's/z']) await put(key, '');
    const answer = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 's/', Delimiter: '/' }));
    expect(answer.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['s/1/', 's/2/']);
    expect(answer.Contents?.map(({ Key }) => Key)).toEqual(['s/z']);
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 's/', Delimiter: '/', MaxKeys: 1 }),
    );
    const rest = { Prefix: 's/', Delimiter: '/', ContinuationToken: page.NextContinuationToken };
    expect((await client.send(new ListObjectsV2Command({ Bucket, ...rest }))).CommonPrefixes?.length).toBe(1);
  });
});

describe('a multipart upload', () => {
  it('becomes one object when it is completed, and nothing when it is aborted', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'm' }));
    const parts = [];
    for (const [i, Body] of ['first ', 'second'].entries()) {
      const { ETag } = await client.send(
        new UploadPartCommand({ Bucket, Key: 'm', UploadId, PartNumber: i + 1, Body }),
      );
      parts.push({ ETag, PartNumber: i + 1 });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'm', UploadId, MultipartUpload: { Parts: parts } }),
    );
    expect(await read('m')).toBe('first second');
    const other = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'n' }));
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'n', UploadId: other.UploadId }));
    expect(
      await errorOf(
        client.send(
          new UploadPartCommand({ Bucket, Key: 'n', UploadId: other.UploadId, PartNumber: 1, Body: 'x' }),
        ),
      ),
    ).toBe('NoSuchUpload');
    expect(await keysOf()).toEqual(['m']);
  });
});

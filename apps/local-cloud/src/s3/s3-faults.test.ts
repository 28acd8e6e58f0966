import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
  CompleteMultipartUploadCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../listen.ts';
import { createObjectStore } from './create-object-store.ts';
import type { FileObjectStore } from './file-object-store.ts';
import { Multipart } from './multipart.ts';
import { serveS3 } from './serve-s3.ts';

const Bucket = 'ground';
let folder: string;
let port: number;
let server: Server;
let store: FileObjectStore;
let client: S3Client;
let bugs: unknown[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-s3-'));
  bugs = [];
  store = createObjectStore(join(folder, 's3'));
  await store.createBucket(Bucket);
  const multipart = new Multipart(store, join(folder, 'multipart'));
  const listening = await listen(0);
  server = listening.server;
  port = Number(new URL(listening.url).port);
  const parts = { store, multipart, onBug: (error: unknown) => bugs.push(error) };
  server.on('request', (request, response) => void serveS3(parts, request, response));
  client = new S3Client({
    endpoint: listening.url,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
  expect(bugs).toEqual([]);
});

const put = (Key: string, Body: string, more: object = {}): Promise<unknown> =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string): Promise<string> =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString() ?? '';

function files(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

/** Sends the first bytes of an upload, then hangs up. */
async function cutOff(headers: Readonly<Record<string, string>>): Promise<void> {
  const upload = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path: `/${Bucket}/cut`, headers });
  upload.on('error', () => undefined);
  upload.write('64\r\nabc');
  while (files(join(folder, 's3')).length === 0) await new Promise((turn) => setTimeout(turn, 5));
  upload.destroy();
  while (files(join(folder, 's3')).length > 0) await new Promise((turn) => setTimeout(turn, 5));
}

describe('an upload', () => {
  it.each([
    ['plain', {}],
    ['aws-chunked', { 'content-encoding': 'aws-chunked' }],
  ])('that is cut off (%s) leaves neither an object nor a file', async (_framing, headers) => {
    await cutOff({ 'content-length': '1000', ...headers });
    expect(await store.head(Bucket, 'cut')).toBeUndefined();
  });

  it('whose checksum is another body’s is refused', async () => {
    await expect(put('k', 'abc', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(put('k', 'abc', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    expect(await store.head(Bucket, 'k')).toBeUndefined();
    await put('k', 'abc', { ChecksumSHA256: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=' });
    expect(await read('k')).toBe('abc');
  });
});

describe('an object that is replaced', () => {
  it('is read whole in one of its versions, whenever the reading falls', async () => {
    await put('hot', 'a');
    let isWriting = true;
    const writing = (async () => {
      for (let i = 1; i <= 60; i++) await put('hot', 'b'.repeat(i));
      isWriting = false;
    })();
    const seen: string[] = [];
    while (isWriting) seen.push(await read('hot'));
    await writing;
    expect(seen.every((body) => /^(a|b+)$/.test(body))).toBe(true);
    expect(seen.length).toBeGreaterThan(1);
  });

  it('leaves one body and its head on disk after a restart', async () => {
    for (const body of ['1', '22', '333']) await put('k', body);
    const again = createObjectStore(join(folder, 's3'));
    expect((await again.read(Bucket, 'k')).toString()).toBe('333');
    expect((await again.head(Bucket, 'k'))?.size).toBe(3);
    expect(files(join(folder, 's3'))).toHaveLength(2);
  });
});

describe('older and rarer requests', () => {
  it('page a listing of the first version by marker', async () => {
    const keys = ['a', 'b', 'c/1', 'c/2', 'd'];
    for (const key of keys) await put(key, '');
    const first = await client.send(new ListObjectsCommand({ Bucket, MaxKeys: 3 }));
    expect([first.IsTruncated, first.NextMarker]).toEqual([true, 'c/1']);
    const rest = await client.send(new ListObjectsCommand({ Bucket, Marker: 'c/1' }));
    expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['c/2', 'd']);
  });

  it('replace the metadata of a copy when asked to', async () => {
    await put('k', 'x', { Metadata: { a: '1' } });
    const source = { Bucket, Key: 'copy', CopySource: `${Bucket}/k` };
    await client.send(
      new CopyObjectCommand({ ...source, MetadataDirective: 'REPLACE', Metadata: { b: '2' } }),
    );
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'copy' }));
    expect(head.Metadata).toEqual({ b: '2' });
  });

  it('list and check parts by their tags; a copied part is refused, not taken for an empty one', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'm' }));
    const upload = { Bucket, Key: 'm', UploadId };
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
    expect((await client.send(new ListPartsCommand(upload))).Parts).toMatchObject([{ ETag, Size: 1 }]);
    const copy = new UploadPartCopyCommand({ ...upload, PartNumber: 2, CopySource: `${Bucket}/k` });
    await expect(client.send(copy)).rejects.toMatchObject({ name: 'NotImplemented' });
    const wrong = { Parts: [{ PartNumber: 1, ETag: '"0"' }] };
    await expect(
      client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: wrong })),
    ).rejects.toMatchObject({ name: 'InvalidPart' });
    const right = { Parts: [{ PartNumber: 1, ETag }] };
    const done = await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: right }));
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-1"$/);
  });
});

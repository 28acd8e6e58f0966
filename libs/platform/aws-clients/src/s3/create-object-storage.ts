import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { errorName, sdkOptions, type ClientOptions } from '../client-options.ts';
import type { ObjectStorage, ObjectSummary, StoredObject } from './object-storage.ts';
import { putObject } from './put-object.ts';
import { putStream } from './put-stream.ts';

/** Path style whenever an endpoint is given or set in the environment: a local host has no bucket subdomains. */
export function createObjectStorage(options: ClientOptions = {}): ObjectStorage {
  const elsewhere = options.endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  const client = new S3Client({ ...sdkOptions(options), forcePathStyle: Boolean(elsewhere) });
  return {
    put: (bucket, key, body, conditions = {}) =>
      putObject(client, { Bucket: bucket, Key: key, Body: body }, conditions),
    putStream: (bucket, key, chunks) => putStream(client, { bucket, key }, chunks),
    get: (bucket, key) => getObject(client, bucket, key),
    getStream: (bucket, key) => getStream(client, bucket, key),
    head: (bucket, key) => headObject(client, bucket, key),
    list: (bucket, prefix) => listObjects(client, bucket, prefix),
    delete: async (bucket, key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}

async function getObject(client: S3Client, bucket: string, key: string): Promise<StoredObject | undefined> {
  const answer = await missingIsUndefined(client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  if (!answer?.Body) return undefined;
  return { body: await answer.Body.transformToByteArray(), etag: answer.ETag ?? '' };
}

async function getStream(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const answer = await missingIsUndefined(client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  return answer?.Body as AsyncIterable<Uint8Array> | undefined;
}

async function headObject(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<{ size: number; etag: string } | undefined> {
  const answer = await missingIsUndefined(client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
  return answer && { size: answer.ContentLength ?? 0, etag: answer.ETag ?? '' };
}

async function* listObjects(client: S3Client, bucket: string, prefix: string): AsyncGenerator<ObjectSummary> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key, Size, LastModified } of page.Contents ?? [])
      if (Key !== undefined && LastModified !== undefined)
        yield { key: Key, size: Size ?? 0, lastModified: LastModified };
  }
}

async function missingIsUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (['NoSuchKey', 'NotFound'].includes(errorName(error))) return undefined;
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '../protocol/service-error.ts';
import { deleteObjects } from './delete-objects.ts';
import type { FileObjectStore } from './file-object-store.ts';
import { getObject } from './get-object.ts';
import { listObjects } from './list-objects.ts';
import type { Multipart } from './multipart.ts';
import { putObject } from './put-object.ts';
import { xmlAnswer, type S3Answer } from './s3-answer.ts';
import { s3Request, type S3Request } from './s3-request.ts';
import { xml } from './s3-xml.ts';

type Call = {
  readonly store: FileObjectStore;
  readonly multipart: Multipart;
  readonly request: S3Request;
  readonly message: IncomingMessage;
};
type Operation = (call: Call) => Promise<S3Answer>;

const head = (request: S3Request): string =>
  `${request.method} ${request.key ? 'object' : request.bucket ? 'bucket' : 'service'}`;

/** What a request means: its method, whether it names a bucket or a key, and which of these words are in its query. */
const OPERATIONS: readonly (readonly [where: string, word: string, run: Operation])[] = [
  ['GET service', '', ({ store }) => Promise.resolve(listBuckets(store))],
  ['PUT bucket', '', createBucket],
  ['HEAD bucket', '', headBucket],
  [
    'GET bucket',
    'location',
    () => Promise.resolve(xmlAnswer(xml('LocationConstraint', { '#text': 'eu-west-2' }))),
  ],
  ['GET bucket', '', ({ store, request }) => listObjects(store, request)],
  ['POST bucket', 'delete', ({ store, request }) => deleteObjects(store, request)],
  ['GET object', 'uploadId', ({ multipart, request }) => multipart.listParts(request)],
  ['GET object', '', ({ store, request }) => getObject(store, request)],
  ['HEAD object', '', ({ store, request }) => getObject(store, request)],
  ['PUT object', 'partNumber', ({ multipart, request }) => multipart.uploadPart(request)],
  ['PUT object', '', ({ store, request, message }) => putObject(store, request, message.headers)],
  ['POST object', 'uploads', ({ multipart, request, message }) => multipart.create(request, message.headers)],
  ['POST object', 'uploadId', ({ multipart, request }) => multipart.complete(request)],
  ['DELETE object', 'uploadId', ({ multipart, request }) => multipart.abort(request)],
  ['DELETE object', '', deleteObject],
];

/** Sub-resources that are not offered: without this list they would be taken for the object or bucket itself. */
const NOT_OFFERED = [
  'acl',
  'policy',
  'tagging',
  'versioning',
  'versions',
  'lifecycle',
  'cors',
  'website',
  'encryption',
  'notification',
];

export type S3Parts = {
  readonly store: FileObjectStore;
  readonly multipart: Multipart;
  readonly onBug: (error: unknown) => void;
};

export async function serveS3(
  parts: S3Parts,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await run(parts, message).catch((error: unknown) =>
    isGone(error) ? undefined : errorAnswer(error, parts.onBug),
  );
  if (!answer) {
    response.destroy();
    return;
  }
  const { status, headers = {}, body = '' } = answer;
  response.writeHead(status, { 'x-amz-request-id': randomUUID(), ...headers });
  if (typeof body === 'string') response.end(message.method === 'HEAD' ? undefined : body);
  else await pipeline(body, response).catch(() => response.destroy());
}

/** The client went away before its body was whole: nobody is left to answer, and nothing is wrong here. */
function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

async function run({ store, multipart }: S3Parts, message: IncomingMessage): Promise<S3Answer> {
  const request = s3Request(message);
  const where = head(request);
  const found = OPERATIONS.find(
    ([place, word]) => place === where && (word === '' || request.query.has(word)),
  );
  if (!found || NOT_OFFERED.some((word) => request.query.has(word))) {
    throw new ServiceError(
      'NotImplemented',
      `A header or query you provided implies functionality that is not implemented: ${where}`,
      501,
    );
  }
  return found[2]({ store, multipart, request, message });
}

function listBuckets(store: FileObjectStore): S3Answer {
  const buckets = store.buckets().map((Name) => ({ Name, CreationDate: '2026-01-01T00:00:00.000Z' }));
  return xmlAnswer(xml('ListAllMyBucketsResult', { Owner: { ID: 'local' }, Buckets: { Bucket: buckets } }));
}

async function createBucket({ store, request }: Call): Promise<S3Answer> {
  await store.createBucket(request.bucket);
  return { status: 200, headers: { location: `/${request.bucket}` } };
}

async function headBucket({ store, request }: Call): Promise<S3Answer> {
  await store.list(request.bucket, '\u0000');
  return { status: 200, headers: { 'x-amz-bucket-region': 'eu-west-2' } };
}

async function deleteObject({ store, request }: Call): Promise<S3Answer> {
  await store.delete(request.bucket, request.key);
  return { status: 204 };
}

function errorAnswer(error: unknown, onBug: (error: unknown) => void): S3Answer {
  if (error instanceof ServiceError) {
    return xmlAnswer(
      xml('Error', { Code: error.code, Message: error.message }, { namespace: false }),
      error.status,
    );
  }
  if (error instanceof URIError)
    return xmlAnswer(
      xml(
        'Error',
        { Code: 'InvalidURI', Message: "Couldn't parse the specified URI." },
        { namespace: false },
      ),
      400,
    );
  onBug(error);
  return xmlAnswer(
    xml(
      'Error',
      { Code: 'InternalError', Message: 'The local cloud failed: see its log.' },
      { namespace: false },
    ),
    500,
  );
}

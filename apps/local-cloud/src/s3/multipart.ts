import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ServiceError } from '../protocol/service-error.ts';
import { Documents } from '../state/documents.ts';
import type { FileObjectStore } from './file-object-store.ts';
import { receiveBody } from './incoming-body.ts';
import type { PutOptions } from './object-store.ts';
import { wantedParts, type Part } from './wanted-parts.ts';
import { putOptions } from './put-object.ts';
import { xmlAnswer, type S3Answer } from './s3-answer.ts';
import type { S3Request } from './s3-request.ts';
import { xml } from './s3-xml.ts';

type Upload = { readonly bucket: string; readonly key: string; readonly options: PutOptions };

/** Multipart uploads: parts lie beside the objects until they are put together. */
export class Multipart {
  readonly #folder: string;
  readonly #store: FileObjectStore;
  readonly #uploads: Documents<Upload>;

  constructor(store: FileObjectStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
    this.#uploads = new Documents(join(folder, 'uploads'));
  }

  /** @throws ServiceError NoSuchBucket */
  async create(request: S3Request, headers: IncomingHttpHeaders): Promise<S3Answer> {
    const { bucket, key } = request;
    await this.#store.head(bucket, key);
    const UploadId = randomUUID();
    await mkdir(this.#partsFolder(UploadId), { recursive: true });
    this.#uploads.put(UploadId, { bucket, key, options: putOptions(request, headers) });
    return xmlAnswer(xml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId }));
  }

  async uploadPart(request: S3Request): Promise<S3Answer> {
    const { id } = this.#upload(request);
    if (request.header('x-amz-copy-source') !== undefined)
      throw new ServiceError('NotImplemented', 'UploadPartCopy is not implemented here', 501);
    const number = Number(request.query.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > 10_000)
      throw new ServiceError(
        'InvalidArgument',
        'Part number must be an integer between 1 and 10000, inclusive',
      );
    const { path, size, md5 } = await receiveBody(this.#partsFolder(id), request.body());
    await rename(path, this.#partFile(id, number));
    this.#parts(id).put(String(number), { number, size, etag: `"${md5}"` });
    return { status: 200, headers: { etag: `"${md5}"` } };
  }

  async complete(request: S3Request): Promise<S3Answer> {
    const { id, bucket, key, options } = this.#upload(request);
    const parts = wantedParts(await text(request.body()), this.#parts(id).all());
    const { ifNoneMatch, ifMatch } = putOptions(request, {});
    const head = await this.#store.put(bucket, key, Readable.from(this.#bytes(id, parts)), {
      ...options,
      ...(ifNoneMatch ? { ifNoneMatch } : {}),
      ...(ifMatch === undefined ? {} : { ifMatch }),
      etag: tagOf(parts),
    });
    await this.#forget(id);
    return xmlAnswer(xml('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: head.etag }));
  }

  async abort(request: S3Request): Promise<S3Answer> {
    await this.#forget(this.#upload(request).id);
    return { status: 204 };
  }

  async listParts(request: S3Request): Promise<S3Answer> {
    const { id, bucket, key } = this.#upload(request);
    const parts = this.#parts(id)
      .all()
      .sort((a, b) => a.number - b.number);
    const Part = parts.map(({ number, size, etag }) => ({ PartNumber: number, Size: size, ETag: etag }));
    return xmlAnswer(
      xml('ListPartsResult', { Bucket: bucket, Key: key, UploadId: id, IsTruncated: false, Part }),
    );
  }

  async *#bytes(id: string, parts: readonly Part[]): AsyncGenerator<Buffer> {
    for (const { number } of parts)
      yield* createReadStream(this.#partFile(id, number)) as AsyncIterable<Buffer>;
  }

  async #forget(id: string): Promise<void> {
    this.#uploads.delete(id);
    await rm(this.#partsFolder(id), { recursive: true, force: true });
  }

  /** An upload's id is looked up before it becomes part of a path. @throws ServiceError NoSuchUpload */
  #upload({ query, bucket, key }: S3Request): Upload & { readonly id: string } {
    const id = query.get('uploadId') ?? '';
    const upload = /^[0-9a-f-]{36}$/.test(id) ? this.#uploads.get(id) : undefined;
    if (upload?.bucket !== bucket || upload.key !== key)
      throw new ServiceError('NoSuchUpload', 'The specified upload does not exist.', 404);
    return { ...upload, id };
  }

  #parts(id: string): Documents<Part> {
    return new Documents(this.#partsFolder(id));
  }

  #partsFolder(id: string): string {
    return join(this.#folder, 'parts', id);
  }

  #partFile(id: string, number: number): string {
    return join(this.#partsFolder(id), String(number));
  }
}

/** S3's tag of an object in parts: the hash of the parts' hashes, a dash, their number. */
function tagOf(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  return `"${hash.digest('hex')}-${parts.length}"`;
}

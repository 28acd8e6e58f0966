import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '../protocol/service-error.ts';
import { Documents } from '../state/documents.ts';
import type { ObjectStore, PutOptions } from './object-store.ts';
import { putOptions } from './put-object.ts';
import { xmlAnswer, type S3Answer } from './s3-answer.ts';
import type { S3Request } from './s3-request.ts';
import { listOf, parseXml, xml } from './s3-xml.ts';

type Upload = { readonly bucket: string; readonly key: string; readonly options: PutOptions };

/** Multipart uploads: parts lie beside the objects until they are put together. */
export class Multipart {
  readonly #folder: string;
  readonly #store: ObjectStore;
  readonly #uploads: Documents<Upload>;

  constructor(store: ObjectStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
    this.#uploads = new Documents(join(folder, 'uploads'));
  }

  async create(request: S3Request, headers: IncomingHttpHeaders): Promise<S3Answer> {
    const UploadId = randomUUID();
    const { bucket, key } = request;
    await mkdir(this.#partsFolder(UploadId), { recursive: true });
    this.#uploads.put(UploadId, { bucket, key, options: putOptions(request, headers) });
    return xmlAnswer(xml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId }));
  }

  async uploadPart(request: S3Request): Promise<S3Answer> {
    const id = this.#idOf(request);
    const number = Number(request.query.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > 10_000)
      throw new ServiceError('InvalidArgument', 'Part number must be between 1 and 10000');
    const hash = createHash('md5');
    const hashed = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(request.body(), hashed, createWriteStream(this.#partFile(id, number)));
    return { status: 200, headers: { etag: `"${hash.digest('hex')}"` } };
  }

  async complete(request: S3Request): Promise<S3Answer> {
    const id = this.#idOf(request);
    const { bucket, key, options } = this.#existing(id);
    const document = parseXml(await text(request.body()))['CompleteMultipartUpload'] as
      Readonly<Record<string, unknown>> | undefined;
    const numbers = listOf(document?.['Part']).map((part) => Number(part['PartNumber']));
    if (numbers.length === 0)
      throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed');
    await this.#refuseMissing(id, numbers);
    const condition = request.header('if-none-match') === '*' ? { ifNoneMatch: '*' as const } : {};
    const head = await this.#store.put(bucket, key, Readable.from(this.#bytes(id, numbers)), {
      ...options,
      ...condition,
    });
    await this.#forget(id);
    return xmlAnswer(xml('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: head.etag }));
  }

  async abort(request: S3Request): Promise<S3Answer> {
    await this.#forget(this.#idOf(request));
    return { status: 204 };
  }

  async listParts(request: S3Request): Promise<S3Answer> {
    const id = this.#idOf(request);
    const { bucket, key } = this.#existing(id);
    const numbers = (await readdir(this.#partsFolder(id))).map(Number).sort((a, b) => a - b);
    const parts = await Promise.all(
      numbers.map(async (n) => ({ PartNumber: n, Size: (await stat(this.#partFile(id, n))).size })),
    );
    return xmlAnswer(
      xml('ListPartsResult', { Bucket: bucket, Key: key, UploadId: id, IsTruncated: false, Part: parts }),
    );
  }

  async *#bytes(id: string, numbers: readonly number[]): AsyncGenerator<Buffer> {
    for (const number of numbers)
      yield* createReadStream(this.#partFile(id, number)) as AsyncIterable<Buffer>;
  }

  async #refuseMissing(id: string, numbers: readonly number[]): Promise<void> {
    const there = new Set(await readdir(this.#partsFolder(id)));
    if (numbers.some((n) => !there.has(String(n))))
      throw new ServiceError('InvalidPart', 'One or more of the specified parts could not be found.');
    if (numbers.some((n, i) => i > 0 && n <= (numbers[i - 1] ?? 0))) {
      throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
  }

  async #forget(id: string): Promise<void> {
    this.#uploads.delete(id);
    await rm(this.#partsFolder(id), { recursive: true, force: true });
  }

  /** An upload's id is looked up before it becomes part of a path. */
  #idOf({ query }: S3Request): string {
    const id = query.get('uploadId') ?? '';
    this.#existing(id);
    return id;
  }

  #existing(id: string): Upload {
    const upload = /^[0-9a-f-]{36}$/.test(id) ? this.#uploads.get(id) : undefined;
    if (!upload) throw new ServiceError('NoSuchUpload', 'The specified upload does not exist.', 404);
    return upload;
  }

  #partsFolder(id: string): string {
    return join(this.#folder, 'parts', id);
  }

  #partFile(id: string, number: number): string {
    return join(this.#partsFolder(id), String(number));
  }
}

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectPlace } from './json-object.ts';

/** S3 takes 10,000 pieces of at least 5 MiB: at 16 MiB an object may have 156 GiB. */
const PIECE_BYTES = 16 * 1024 * 1024;

/** One request where the object fits into one piece, a multipart upload otherwise; one piece is held at a time. */
export async function putStream(
  client: S3Client,
  { bucket, key }: ObjectPlace,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const place = { Bucket: bucket, Key: key };
  const upload = new Upload(client, place);
  try {
    for await (const { bytes, isWhole } of piecesOf(chunks)) {
      if (isWhole) return void (await client.send(new PutObjectCommand({ ...place, Body: bytes })));
      await upload.add(bytes);
    }
    await upload.complete();
  } catch (error) {
    // The first error is the one to tell; what stays behind is invisible, and the bucket's own rule removes it.
    await upload.abort().catch(() => undefined);
    throw error;
  }
}

type Piece = { readonly bytes: Uint8Array; readonly isWhole: boolean };

/** All pieces share one buffer: each is used up before the next is asked for. */
async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const buffer = new Uint8Array(PIECE_BYTES);
  let [filled, isFirst] = [0, true];
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      if (filled === PIECE_BYTES) {
        yield { bytes: buffer, isWhole: false };
        [filled, isFirst] = [0, false];
      }
      const taken = chunk.subarray(at, at + PIECE_BYTES - filled);
      buffer.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  yield { bytes: buffer.subarray(0, filled), isWhole: isFirst };
}

/** A multipart upload that begins with its first piece. */
class Upload {
  readonly #client: S3Client;
  readonly #place: { readonly Bucket: string; readonly Key: string };
  readonly #parts: CompletedPart[] = [];
  #id: string | undefined;

  constructor(client: S3Client, place: { readonly Bucket: string; readonly Key: string }) {
    this.#client = client;
    this.#place = place;
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.#id ??= (await this.#client.send(new CreateMultipartUploadCommand(this.#place))).UploadId;
    const PartNumber = this.#parts.length + 1;
    const part = { ...this.#place, UploadId: this.#id, PartNumber, Body: bytes };
    const { ETag, ChecksumCRC32 } = await this.#client.send(new UploadPartCommand(part));
    this.#parts.push({ PartNumber, ETag, ChecksumCRC32 });
  }

  async complete(): Promise<void> {
    const upload = { ...this.#place, UploadId: this.#id, MultipartUpload: { Parts: this.#parts } };
    await this.#client.send(new CompleteMultipartUploadCommand(upload));
  }

  async abort(): Promise<void> {
    if (this.#id === undefined) return;
    await this.#client.send(new AbortMultipartUploadCommand({ ...this.#place, UploadId: this.#id }));
  }
}

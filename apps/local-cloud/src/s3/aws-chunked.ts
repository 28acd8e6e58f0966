import { Transform, type TransformCallback } from 'node:stream';
import { ServiceError } from '../protocol/service-error.ts';

/**
 * Takes the framing off an aws-chunked body: `size[;chunk-signature=...]\r\n bytes \r\n`, a chunk of size 0, then
 * trailers (checksums) that are not needed on one machine.
 */
export class AwsChunked extends Transform {
  #buffer: Buffer = Buffer.alloc(0);
  #left = 0;
  #state: 'size' | 'data' | 'end-of-data' | 'trailers' = 'size';

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#buffer = this.#buffer.length ? Buffer.concat([this.#buffer, chunk]) : chunk;
    try {
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(
      this.#state === 'trailers'
        ? null
        : new ServiceError('IncompleteBody', 'The aws-chunked body ended too early'),
    );
  }

  /** Takes one piece off the buffer; false when more bytes are needed. */
  #step(): boolean {
    if (this.#state === 'trailers') {
      this.#buffer = Buffer.alloc(0);
      return false;
    }
    return this.#state === 'data' ? this.#takeData() : this.#takeLine();
  }

  #takeData(): boolean {
    const piece = this.#buffer.subarray(0, this.#left);
    if (piece.length === 0) return false;
    this.push(piece);
    this.#buffer = this.#buffer.subarray(piece.length);
    this.#left -= piece.length;
    if (this.#left === 0) this.#state = 'end-of-data';
    return true;
  }

  #takeLine(): boolean {
    const end = this.#buffer.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.#buffer.toString('latin1', 0, end);
    this.#buffer = this.#buffer.subarray(end + 2);
    if (this.#state === 'end-of-data') this.#state = 'size';
    else this.#begin(line);
    return true;
  }

  #begin(line: string): void {
    const size = parseInt(line.split(';')[0] ?? '', 16);
    if (!Number.isInteger(size) || size < 0) throw new ServiceError('InvalidRequest', 'A chunk has no size');
    this.#left = size;
    this.#state = size === 0 ? 'trailers' : 'data';
  }
}

import { Transform, type TransformCallback } from 'node:stream';
import { ServiceError } from '../protocol/service-error.ts';

/** Far more than any size line or trailer has: a body without line ends is not gathered in memory. */
const MAX_LINE_BYTES = 16 * 1024;

/**
 * Takes the framing off an aws-chunked body: `size[;chunk-signature=...]\r\n bytes \r\n`, a chunk of size 0, then
 * trailers, which are there to read once the body has ended.
 */
export class AwsChunked extends Transform {
  readonly #trailers = new Map<string, string>();
  #buffer: Buffer = Buffer.alloc(0);
  #left = 0;
  #state: 'size' | 'data' | 'end-of-data' | 'trailers' = 'size';

  /** @param name in lower case */
  trailer(name: string): string | undefined {
    return this.#trailers.get(name);
  }

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
    this.#readTrailer(this.#buffer.toString('latin1'));
    const isWhole = this.#state === 'trailers';
    done(isWhole ? null : new ServiceError('IncompleteBody', 'The aws-chunked body ended too early'));
  }

  /** Takes one piece off the buffer; false when more bytes are needed. */
  #step(): boolean {
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
    if (end > MAX_LINE_BYTES || (end < 0 && this.#buffer.length > MAX_LINE_BYTES))
      throw new ServiceError(
        'InvalidRequest',
        `A line of the aws-chunked body has over ${MAX_LINE_BYTES} bytes`,
      );
    if (end < 0) return false;
    const line = this.#buffer.toString('latin1', 0, end);
    this.#buffer = this.#buffer.subarray(end + 2);
    if (this.#state === 'end-of-data') this.#state = 'size';
    else if (this.#state === 'trailers') this.#readTrailer(line);
    else this.#begin(line);
    return true;
  }

  #readTrailer(line: string): void {
    const [, name, value] = /^([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name && value !== undefined) this.#trailers.set(name.toLowerCase(), value);
  }

  #begin(line: string): void {
    const size = line.split(';')[0] ?? '';
    if (!/^[0-9a-f]{1,12}$/i.test(size))
      throw new ServiceError('InvalidRequest', `The size of a chunk was ${JSON.stringify(size)}`);
    this.#left = parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailers' : 'data';
  }
}

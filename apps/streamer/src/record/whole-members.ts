import type { FileHandle } from 'node:fs/promises';
import { HEADER_BYTES, memberLength, memberText } from './gzip-member.ts';
import { RecordingNotUsable } from './recording-not-usable.ts';

/** A group of some seconds has some 100 KB; more than this is no length but damage. */
const LONGEST_MEMBER = 256 * 1024 * 1024;

/**
 * The texts of a recording's members, as far as they are whole. What follows the last whole one is told by `end`: a
 * write that a crash cut off, or a disk that gave the length but not the bytes.
 * @throws RecordingNotUsable for damage that no crash makes: bytes after it that were written later
 */
export class WholeMembers {
  readonly #file: FileHandle;
  readonly #path: string;
  /** Where the last whole member ends. */
  end = 0;

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  async *texts(): AsyncGenerator<Buffer> {
    const { size } = await this.#file.stat();
    while (this.end < size) {
      const member = await this.#next(size);
      if (!member) return;
      yield member.text;
      this.end += member.length;
    }
  }

  async #next(size: number): Promise<{ text: Buffer; length: number } | undefined> {
    const length = memberLength(await this.#bytes(this.end, HEADER_BYTES));
    if (length === undefined || length > LONGEST_MEMBER) return this.#tornAt(this.end, size);
    if (this.end + length > size) return undefined;
    const text = memberText(await this.#bytes(this.end, length));
    if (text) return { text, length };
    if (this.end + length === size) return undefined;
    throw this.#damage();
  }

  /** Too few bytes for a header, or zeros: anything else was never written by a recording. */
  async #tornAt(offset: number, size: number): Promise<undefined> {
    const rest = await this.#bytes(offset, Math.min(size - offset, HEADER_BYTES));
    if (rest.length < HEADER_BYTES || rest.every((byte) => byte === 0)) return undefined;
    throw this.#damage();
  }

  #damage(): RecordingNotUsable {
    const what = this.end === 0 ? 'was not written by record' : `is damaged at byte ${this.end}`;
    return new RecordingNotUsable(this.#path, `${what}: it is left as it is, record to another file`);
  }

  async #bytes(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await this.#file.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
  }
}

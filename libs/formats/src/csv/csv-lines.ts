import { CsvError } from './csv-error.ts';

const MAX_LINE = 65_536;
export const NEWLINE = 10;
const NOTHING = new Uint8Array(0);

/**
 * A file that comes in chunks of any size, as stretches of whole lines. Memory is one chunk and one line: only a line
 * that lies in several chunks is copied. A byte order mark is left out, and a last line needs no line end.
 */
export class CsvLines {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What the stretch at hand lies in, */
  bytes: Uint8Array = NOTHING;
  /** where its first line begins that was not taken yet, */
  from = 0;
  /** and where it ends, behind the end of a line or of the file. */
  to = 0;
  /** Whole lines behind the first one of a chunk, whose beginning lay in the chunk before. */
  #later: Uint8Array = NOTHING;
  /** A line without its end. */
  #rest: Uint8Array = NOTHING;
  #isStart = true;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Waits for the next stretch, once the one at hand is used up. @returns false at the end of the file */
  async refill(): Promise<boolean> {
    if (this.#later.length > 0) {
      this.#show(this.#later);
      this.#later = NOTHING;
      return true;
    }
    while (this.#rest.length <= MAX_LINE) {
      const { value, done } = await this.#chunks.next();
      if (done === true) break;
      if (this.#take(value as Uint8Array)) return true;
    }
    const isLeft = this.#rest.length > 0;
    this.#show(this.#rest);
    this.#rest = NOTHING;
    return isLeft;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** @returns false when no line ends in the chunk */
  #take(chunk: Uint8Array): boolean {
    const [first, last] = [chunk.indexOf(NEWLINE) + 1, chunk.lastIndexOf(NEWLINE) + 1];
    if (first === 0) {
      this.#rest = joined(this.#rest, chunk);
      return false;
    }
    const carried = this.#rest.length > 0;
    this.#show(carried ? joined(this.#rest, chunk.subarray(0, first)) : chunk.subarray(0, last));
    this.#later = carried ? chunk.subarray(first, last) : NOTHING;
    this.#rest = chunk.slice(last);
    return true;
  }

  #show(bytes: Uint8Array): void {
    const isMarked = this.#isStart && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#isStart = false;
    this.bytes = bytes;
    this.from = isMarked ? 3 : 0;
    this.to = bytes.length;
  }
}

/** @throws CsvError for a line over 64 KiB */
export function refuseLong(length: number, file: string, line: number): void {
  if (length > MAX_LINE) throw new CsvError(file, line, `the line has over ${MAX_LINE} bytes`);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(one.length + other.length);
  whole.set(one);
  whole.set(other, one.length);
  return whole;
}

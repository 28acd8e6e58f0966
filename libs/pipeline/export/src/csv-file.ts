import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export type CsvFile = { readonly bytes: Uint8Array; readonly sha256: string; readonly rows: number };

/** Collects the lines of one file and hashes them on the way; every line ends in a line feed. */
export class CsvFileBuilder {
  readonly #chunks: Uint8Array[] = [];
  readonly #hash = sha256.create();
  #rows = 0;

  constructor(header: string) {
    this.#append(`${header}\n`);
  }

  add(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#append(`${lines.join('\n')}\n`);
    this.#rows += lines.length;
  }

  finish(): CsvFile {
    return { bytes: concatBytes(...this.#chunks), sha256: bytesToHex(this.#hash.digest()), rows: this.#rows };
  }

  #append(text: string): void {
    const bytes = utf8ToBytes(text);
    this.#hash.update(bytes);
    this.#chunks.push(bytes);
  }
}

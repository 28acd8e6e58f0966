import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Piece, PieceResult } from './piece.ts';

/**
 * Finished pieces in a folder, each under the hash of everything it follows from: the task, its bytes included, and the
 * sources of the program. A run that was cut off goes on where it was, a run with one setting changed works out again
 * what depends on it, and nothing is ever taken from another version of the program.
 */
export class KeptPieces {
  readonly #folder: string;
  readonly #sources: string;

  constructor(folder: string, sources: string) {
    this.#folder = join(folder, 'pieces');
    this.#sources = sources;
    mkdirSync(this.#folder, { recursive: true });
  }

  keyOf(piece: Piece): string {
    return createHash('sha256')
      .update(this.#sources)
      .update(JSON.stringify(piece, (_key, value: unknown) => withBytesHashed(value)))
      .digest('hex');
  }

  /** Undefined for one that was never finished, or whose file was cut off. */
  find<P extends Piece>(piece: P): PieceResult<P> | undefined {
    try {
      return deserialize(readFileSync(this.#fileOf(piece))) as PieceResult<P>;
    } catch {
      return undefined;
    }
  }

  /** Written aside and put in place at once. */
  keep<P extends Piece>(piece: P, result: PieceResult<P>): void {
    const file = this.#fileOf(piece);
    writeFileSync(`${file}.part`, serialize(result));
    renameSync(`${file}.part`, file);
  }

  #fileOf(piece: Piece): string {
    return join(this.#folder, `${this.keyOf(piece)}.bin`);
  }
}

function withBytesHashed(value: unknown): unknown {
  return value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value;
}

import type { KeptPieces } from './kept-pieces.ts';
import type { Piece, PieceResult } from './piece.ts';
import type { Progress } from '@moving-ground/terminal';
import type { WorkerPool } from './worker-pool.ts';

/** Works out what is not kept already. */
export class PieceRunner {
  readonly #kept: KeptPieces;
  readonly #pool: WorkerPool;
  readonly #progress: Progress | undefined;

  constructor(kept: KeptPieces, pool: WorkerPool, progress: Progress | undefined) {
    this.#kept = kept;
    this.#pool = pool;
    this.#progress = progress;
  }

  /** @param name for the progress @throws PieceFailed */
  async run<P extends Piece>(piece: P, name: string): Promise<PieceResult<P>> {
    const found = this.#kept.find(piece);
    if (found !== undefined) {
      this.#progress?.found(name);
      return found;
    }
    const result = await this.#pool.run(piece);
    this.#kept.keep(piece, result);
    this.#progress?.finished(name);
    return result;
  }
}

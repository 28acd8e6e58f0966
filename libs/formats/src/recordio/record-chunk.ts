import { recordLayout } from './record-layout.ts';

/**
 * Room for records of dense float32 rows. Their constant bytes are laid out once; after that only numbers are written,
 * straight to where they lie in the file, however often the chunk is filled. Float32 as this machine holds it, which is
 * little endian wherever this runs.
 */
export class RecordChunk {
  /** Records that fit in. */
  readonly rows: number;
  /** Features and labels of all records, among their constant bytes. */
  readonly floats: Float32Array;
  /** The same memory as `floats`, as 32-bit words. */
  readonly words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #stride: number;
  readonly #firstFeature: number;
  readonly #labelOffset: number;

  constructor(
    featureDim: number,
    rows: number,
    options: { readonly labelled: boolean } = { labelled: true },
  ) {
    const { stride, featuresAt, labelAt, frame } = recordLayout(featureDim, options.labelled);
    // Pushed back by up to three bytes, so that the floats of every record lie at a multiple of four.
    const start = (4 - (featuresAt % 4)) % 4;
    const memory = new ArrayBuffer(Math.ceil((start + rows * stride) / 4) * 4);
    this.rows = rows;
    this.floats = new Float32Array(memory);
    this.words = new Int32Array(memory);
    this.#bytes = new Uint8Array(memory, start, rows * stride);
    this.#stride = stride;
    this.#firstFeature = (start + featuresAt) / 4;
    this.#labelOffset = (labelAt - featuresAt) / 4;
    layOut(this.#bytes, frame, rows);
  }

  /** Where the features of a record begin in `floats`. */
  featuresAt(row: number): number {
    return this.#firstFeature + (row * this.#stride) / 4;
  }

  setLabel(row: number, label: number): void {
    this.floats[this.featuresAt(row) + this.#labelOffset] = label;
  }

  /** The first `rows` records, as they are until they are written anew: a view, not a copy. */
  bytes(rows: number): Uint8Array {
    return this.#bytes.subarray(0, rows * this.#stride);
  }
}

/** Doubling copies: the frames are laid out by a few large moves. */
function layOut(bytes: Uint8Array, frame: Uint8Array, rows: number): void {
  if (rows === 0) return;
  bytes.set(frame);
  for (let laid = 1; laid < rows; laid *= 2)
    bytes.copyWithin(laid * frame.length, 0, Math.min(laid, rows - laid) * frame.length);
}

import { recordLayout, type RecordLayout } from './record-layout.ts';

/** Writes dense float32 rows as RecordIO-protobuf, byte for byte as SageMaker's own writer does. */
export class RecordEncoder {
  readonly featureDim: number;
  readonly #layout: RecordLayout;

  /**
   * @param options.labelled false for prediction requests, whose records have features only
   * @throws RangeError for a width that no row can have
   */
  constructor(featureDim: number, options: { readonly labelled: boolean } = { labelled: true }) {
    if (!Number.isInteger(featureDim) || featureDim < 1)
      throw new RangeError(`featureDim was ${featureDim}: a row has a whole number of features, one or more`);
    this.featureDim = featureDim;
    this.#layout = recordLayout(featureDim, options.labelled);
  }

  /** Bytes of one row in the file. */
  get recordBytes(): number {
    return this.#layout.stride;
  }

  /**
   * @param features row-major, at least rows x featureDim
   * @param labels at least rows; not read when the records have no label
   * @throws RangeError for fewer numbers than the rows need
   */
  encode(features: Float32Array, labels: Float32Array, rows: number): Uint8Array {
    const { stride, frame, labelAt } = this.#layout;
    refuseFewer('features', features.length, rows * this.featureDim);
    if (labelAt >= 0) refuseFewer('labels', labels.length, rows);
    const bytes = new Uint8Array(stride * rows);
    if (rows === 0) return bytes;
    bytes.set(frame);
    // Doubling copies: the frames are laid out by a few large moves.
    for (let laid = 1; laid < rows; laid *= 2)
      bytes.copyWithin(laid * stride, 0, Math.min(laid, rows - laid) * stride);
    this.#fill(bytes, features, labels, rows);
    return bytes;
  }

  #fill(bytes: Uint8Array, features: Float32Array, labels: Float32Array, rows: number): void {
    const { stride, featuresAt, labelAt } = this.#layout;
    const raw = new Uint8Array(features.buffer, features.byteOffset, rows * this.featureDim * 4);
    const view = new DataView(bytes.buffer);
    const width = this.featureDim * 4;
    for (let row = 0; row < rows; row++) {
      bytes.set(raw.subarray(row * width, (row + 1) * width), row * stride + featuresAt);
      if (labelAt >= 0) view.setFloat32(row * stride + labelAt, labels[row] as number, true);
    }
  }
}

/** A view that is too short would be read past its end, into the numbers of other rows. */
function refuseFewer(name: string, was: number, needed: number): void {
  if (was < needed) throw new RangeError(`${was} ${name} were given, the rows need ${needed}`);
}

export type DenseRows = {
  readonly features: Float32Array;
  readonly labels: Float32Array;
  readonly featureDim: number;
};

/** A whole file of labelled rows. @throws RangeError unless there are featureDim features for each label */
export function encodeRecords({ features, labels, featureDim }: DenseRows): Uint8Array {
  if (features.length !== labels.length * featureDim)
    throw new RangeError(`${features.length} features are no ${labels.length} rows of ${featureDim}`);
  return new RecordEncoder(featureDim).encode(features, labels, labels.length);
}

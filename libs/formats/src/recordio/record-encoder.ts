import { RecordChunk } from './record-chunk.ts';

/** Writes dense float32 rows as RecordIO-protobuf, byte for byte as SageMaker's own writer does. */
export class RecordEncoder {
  readonly featureDim: number;
  readonly #labelled: boolean;

  /**
   * @param options.labelled false for prediction requests, whose records have features only
   * @throws RangeError for a width that no row can have
   */
  constructor(featureDim: number, options: { readonly labelled: boolean } = { labelled: true }) {
    if (!Number.isInteger(featureDim) || featureDim < 1)
      throw new RangeError(`featureDim was ${featureDim}: a row has a whole number of features, one or more`);
    this.featureDim = featureDim;
    this.#labelled = options.labelled;
  }

  /**
   * @param features row-major, at least rows x featureDim
   * @param labels at least rows; not read when the records have no label
   * @throws RangeError for fewer numbers than the rows need
   */
  encode(features: Float32Array, labels: Float32Array, rows: number): Uint8Array {
    refuseFewer('features', features.length, rows * this.featureDim);
    if (this.#labelled) refuseFewer('labels', labels.length, rows);
    const chunk = new RecordChunk(this.featureDim, rows, { labelled: this.#labelled });
    for (let row = 0; row < rows; row++) {
      chunk.floats.set(
        features.subarray(row * this.featureDim, (row + 1) * this.featureDim),
        chunk.featuresAt(row),
      );
      if (this.#labelled) chunk.setLabel(row, labels[row] as number);
    }
    return chunk.bytes(rows);
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

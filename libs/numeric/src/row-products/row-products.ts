/** Rows `first` to `first + count - 1` of a row-major float32 matrix. */
export type RowBlock = {
  readonly values: Float32Array;
  readonly columns: number;
  first: number;
  count: number;
};

/** Products of many rows with vectors. Every implementation gives the same bits. */
export interface RowProducts {
  /** out[i] = row i of the block times the vector. */
  readonly gemv: (block: RowBlock, vector: Float64Array, out: Float64Array) => void;
  /** out[j] += sum over the rows i of the block of coefficients[i] * row i [j]. */
  readonly addGemvTransposed: (block: RowBlock, coefficients: Float64Array, out: Float64Array) => void;
}

import type { ModelSteps, Scaling } from '../model-steps/model-steps.ts';

/** Rows `first` to `first + count - 1` of a row-major float32 matrix. */
export type RowBlock = {
  readonly values: Float32Array;
  readonly columns: number;
  first: number;
  count: number;
};

/** Rows whose sums stay float32; those of more rows are added up in float64. */
export const BLOCK_ROWS = 256;

/** Sums over rows of the columns' distances from `origin`, and of their squares: as many numbers each as columns. */
export type Moments = {
  readonly origin: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
};

/** Products of many rows with vectors, named as BLAS names them. Every implementation gives the same bits. */
export interface RowProducts {
  /** out[i] = row i of the block times the vector. Sums are float64. */
  readonly gemv: (block: RowBlock, vector: Float64Array, out: Float64Array) => void;
  /** The same in float32, sums included: for learning, at twice the speed. */
  readonly sgemv: (block: RowBlock, vector: Float32Array, out: Float32Array) => void;
  /** out[j] += sum over the rows i of the block of coefficients[i] * row i [j], in float32 as far as BLOCK_ROWS go. */
  readonly addSgemvTransposed: (block: RowBlock, coefficients: Float32Array, out: Float64Array) => void;
  /** Adds the rows of the block to the moments, one after the other. Sums are float64. */
  readonly addMoments: (block: RowBlock, moments: Moments) => void;
  /** What models under training on these rows do between the products. */
  readonly stepsOf: (scaling: Scaling, models: number) => ModelSteps;
}

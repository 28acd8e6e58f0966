import type { RowProducts } from '@moving-ground/numeric';

/** Rows to learn from or to judge by. The arrays may lie over shared memory; nothing here writes to them. */
export type Dataset = {
  readonly rows: number;
  readonly featureDim: number;
  /** Row-major, rows x featureDim. */
  readonly features: Float32Array;
  /** 0 or 1, one a row. */
  readonly labels: Float32Array;
  /** How the rows are multiplied, where they lie in memory that has a faster way; the results are the same bits. */
  readonly products?: RowProducts;
};

/** The number of rows with label 1. */
export function positivesOf(data: Dataset): number {
  return data.labels.reduce((sum, label) => sum + label, 0);
}

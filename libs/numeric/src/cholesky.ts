/** A symmetric matrix that is not positive definite, or holds NaN. */
export class NotPositiveDefinite extends Error {
  override readonly name = 'NotPositiveDefinite';
}

function innerProduct(factor: Float64Array, rowA: number, rowB: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (factor[rowA + k] as number) * (factor[rowB + k] as number);
  return sum;
}

/**
 * The lower factor L, row-major n x n, with L L' = matrix + jitter I. Only the lower half of the matrix is read.
 * @throws NotPositiveDefinite
 */
export function cholesky(matrix: Float64Array, n: number, jitter = 0): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const rest = (matrix[i * n + j] as number) - innerProduct(factor, i * n, j * n, j);
      factor[i * n + j] = rest / (factor[j * n + j] as number);
    }
    const pivot = (matrix[i * n + i] as number) + jitter - innerProduct(factor, i * n, i * n, i);
    if (!(pivot > 0)) throw new NotPositiveDefinite(`pivot ${i} of ${n} was ${pivot}`);
    factor[i * n + i] = Math.sqrt(pivot);
  }
  return factor;
}

const MAX_JITTER = 1e-2;

/** As `cholesky`, with ten times the jitter after each failure, from `jitter` to 1e-2. */
export function choleskyWithJitter(matrix: Float64Array, n: number, jitter = 1e-9): Float64Array {
  try {
    return cholesky(matrix, n, jitter);
  } catch (error) {
    if (!(error instanceof NotPositiveDefinite) || jitter >= MAX_JITTER) throw error;
    return choleskyWithJitter(matrix, n, jitter * 10);
  }
}

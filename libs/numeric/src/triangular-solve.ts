/** Solves L x = b in place for a lower triangular, row-major n x n factor; `x` holds b at the call. */
export function solveLower(factor: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let rest = x[i] as number;
    for (let k = 0; k < i; k++) rest -= (factor[i * n + k] as number) * (x[k] as number);
    x[i] = rest / (factor[i * n + i] as number);
  }
}

/** Solves L' x = b in place for a lower triangular, row-major n x n factor; `x` holds b at the call. */
export function solveLowerTransposed(factor: Float64Array, n: number, x: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const value = (x[i] as number) / (factor[i * n + i] as number);
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (factor[i * n + k] as number) * value;
  }
}

/** The inverse of L L', row-major and symmetric, from the lower factor. */
export function inverseFromFactor(factor: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    const x = inverse.subarray(column * n, (column + 1) * n);
    x[column] = 1;
    solveLower(factor, n, x);
    solveLowerTransposed(factor, n, x);
  }
  return inverse;
}

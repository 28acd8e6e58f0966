/** Rows `first` to `first + count - 1` of a row-major float32 matrix. */
export type RowBlock = {
  readonly values: Float32Array;
  readonly columns: number;
  first: number;
  count: number;
};

// Four rows at a time: four independent sums, and one load of the vector serves four products.
// Storage is float32, sums are float64, each row is summed from its first column to its last,
// so the result depends neither on the block a row falls into nor on the machine.

/** out[i] = row i of the block times the vector. */
export function gemv(block: RowBlock, vector: Float64Array, out: Float64Array): void {
  const { values, columns, first, count } = block;
  const whole = count - (count % 4);
  for (let row = 0; row < whole; row += 4) {
    const p = (first + row) * columns;
    const q = p + columns;
    const r = q + columns;
    const s = r + columns;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < columns; j++) {
      const v = vector[j] as number;
      a += (values[p + j] as number) * v;
      b += (values[q + j] as number) * v;
      c += (values[r + j] as number) * v;
      d += (values[s + j] as number) * v;
    }
    out[row] = a;
    out[row + 1] = b;
    out[row + 2] = c;
    out[row + 3] = d;
  }
  for (let row = whole; row < count; row++) {
    const p = (first + row) * columns;
    let a = 0;
    for (let j = 0; j < columns; j++) a += (values[p + j] as number) * (vector[j] as number);
    out[row] = a;
  }
}

/** out[j] += sum over the rows i of the block of coefficients[i] * row i [j]. */
export function addGemvTransposed(block: RowBlock, coefficients: Float64Array, out: Float64Array): void {
  const { values, columns, first, count } = block;
  const whole = count - (count % 4);
  for (let row = 0; row < whole; row += 4) {
    const p = (first + row) * columns;
    const q = p + columns;
    const r = q + columns;
    const s = r + columns;
    const a = coefficients[row] as number;
    const b = coefficients[row + 1] as number;
    const c = coefficients[row + 2] as number;
    const d = coefficients[row + 3] as number;
    for (let j = 0; j < columns; j++) {
      const early = (values[p + j] as number) * a + (values[q + j] as number) * b;
      const late = (values[r + j] as number) * c + (values[s + j] as number) * d;
      out[j] = (out[j] as number) + (early + late);
    }
  }
  for (let row = whole; row < count; row++) {
    const p = (first + row) * columns;
    const a = coefficients[row] as number;
    for (let j = 0; j < columns; j++) out[j] = (out[j] as number) + (values[p + j] as number) * a;
  }
}

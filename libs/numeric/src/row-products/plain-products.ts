import type { RowBlock, RowProducts } from './row-products.ts';

// Storage is float32, sums are float64. Each row has two sums, of its even columns and of its odd ones, as two lanes of
// a vector unit have them; the last of an odd number of columns comes last. The result depends neither on the block a
// row falls into nor on the machine. Two rows at a time: four independent sums, and one load of the vector serves two.

function gemv(block: RowBlock, vector: Float64Array, out: Float64Array): void {
  const { values, columns, first, count } = block;
  const pairs = columns - (columns % 2);
  const whole = count - (count % 2);
  for (let row = 0; row < whole; row += 2) {
    const p = (first + row) * columns;
    const q = p + columns;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0; j < pairs; j += 2) {
      const even = vector[j] as number;
      const odd = vector[j + 1] as number;
      a += (values[p + j] as number) * even;
      b += (values[p + j + 1] as number) * odd;
      c += (values[q + j] as number) * even;
      d += (values[q + j + 1] as number) * odd;
    }
    out[row] = lastAdded(a + b, block, p, vector);
    out[row + 1] = lastAdded(c + d, block, q, vector);
  }
  for (let row = whole; row < count; row++) {
    const p = (first + row) * columns;
    let [a, b] = [0, 0];
    for (let j = 0; j < pairs; j += 2) {
      a += (values[p + j] as number) * (vector[j] as number);
      b += (values[p + j + 1] as number) * (vector[j + 1] as number);
    }
    out[row] = lastAdded(a + b, block, p, vector);
  }
}

function lastAdded(sum: number, { values, columns }: RowBlock, at: number, vector: Float64Array): number {
  const last = columns - 1;
  return columns % 2 === 0 ? sum : sum + (values[at + last] as number) * (vector[last] as number);
}

function addGemvTransposed(block: RowBlock, coefficients: Float64Array, out: Float64Array): void {
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

/** For rows anywhere, on any machine. */
export const plainProducts: RowProducts = { gemv, addGemvTransposed };

import type { RowBlock } from './row-products.ts';

// Storage is float32, sums are float64. A row has eight sums, as the lanes of vector registers have them: column j in sum
// j % 8 as far as whole eights go; the columns left over come last. The result depends neither on the block a row falls
// into nor on the machine.

/** out[i] = row i of the block times the vector, for rows anywhere, on any machine. */
export function gemv(
  { values, columns, first, count }: RowBlock,
  vector: Float64Array,
  out: Float64Array,
): void {
  for (let row = 0; row < count; row++) {
    const at = (first + row) * columns;
    out[row] = rowProduct(values.subarray(at, at + columns), vector);
  }
}

function rowProduct(row: Float32Array, vector: Float64Array): number {
  const eights = row.length - (row.length % 8);
  const product = (j: number): number => (row[j] as number) * (vector[j] as number);
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0; j < eights; j += 8) {
    a += product(j);
    b += product(j + 1);
    c += product(j + 2);
    d += product(j + 3);
    e += product(j + 4);
    f += product(j + 5);
    g += product(j + 6);
    h += product(j + 7);
  }
  let sum = a + c + (e + g) + (b + d + (f + h));
  for (let j = eights; j < row.length; j++) sum += product(j);
  return sum;
}

import { BLOCK_ROWS, type RowBlock } from './row-products.ts';

// Storage and sums are float32. A row has sixteen sums, as the lanes of four registers have them: column j in sum j % 16
// as far as whole sixteens go; the fours left over go to the first four, and the columns left then come last.
// Math.fround after every step is float32 arithmetic: the product or sum of two float32 in float64, rounded once, is the
// float32 one.

const round = Math.fround;

export function sgemv(
  { values, columns, first, count }: RowBlock,
  vector: Float32Array,
  out: Float32Array,
): void {
  const lanes = new Float32Array(SIXTEEN);
  for (let row = 0; row < count; row++) {
    const at = (first + row) * columns;
    out[row] = rowProduct(values.subarray(at, at + columns), vector, lanes);
  }
}

const SIXTEEN = 16;

function rowProduct(row: Float32Array, vector: Float32Array, lanes: Float32Array): number {
  const sixteens = row.length - (row.length % SIXTEEN);
  const fours = row.length - (row.length % 4);
  const product = (j: number): number => round((row[j] as number) * (vector[j] as number));
  lanes.fill(0);
  for (let j = 0; j < sixteens; j++) lanes[j % SIXTEEN] = (lanes[j % SIXTEEN] as number) + product(j);
  for (let j = sixteens; j < fours; j++) lanes[j % 4] = (lanes[j % 4] as number) + product(j);
  let sum = across(lanes);
  for (let j = fours; j < row.length; j++) sum = round(sum + product(j));
  return sum;
}

/** The four registers together, then their four lanes. */
function across(lanes: Float32Array): number {
  const lane = (k: number): number => lanes[k] as number;
  const four = (k: number): number => round(round(lane(k) + lane(k + 4)) + round(lane(k + 8) + lane(k + 12)));
  return round(round(four(0) + four(1)) + round(four(2) + four(3)));
}

export function addSgemvTransposed(block: RowBlock, coefficients: Float32Array, out: Float64Array): void {
  const sums = new Float32Array(block.columns);
  for (let row = 0; row < block.count; row += BLOCK_ROWS) {
    sums.fill(0);
    addRows(block, row, coefficients, sums);
    for (let j = 0; j < sums.length; j++) out[j] = (out[j] as number) + (sums[j] as number);
  }
}

/** The rows of one block, eight at a time as far as that goes. */
function addRows(
  { values, columns, first, count }: RowBlock,
  from: number,
  factors: Float32Array,
  sums: Float32Array,
): void {
  const end = Math.min(count, from + BLOCK_ROWS);
  const rowAt = (row: number): Float32Array =>
    values.subarray((first + row) * columns, (first + row + 1) * columns);
  let row = from;
  for (; row + 8 <= end; row += 8) {
    const rows = Array.from({ length: 8 }, (_, i) => rowAt(row + i)) as Eight<Float32Array>;
    addEight(rows, factors.subarray(row, row + 8), sums);
  }
  for (; row < end; row++) addOne(rowAt(row), factors[row] as number, sums);
}

type Eight<T> = [T, T, T, T, T, T, T, T];

function addEight(
  [p, q, r, s, t, u, v, w]: Eight<Float32Array>,
  factors: Float32Array,
  sums: Float32Array,
): void {
  const [a, b, c, d, e, f, g, h] = factors as unknown as Eight<number>;
  for (let j = 0; j < sums.length; j++) {
    const ab = round(round((p[j] as number) * a) + round((q[j] as number) * b));
    const cd = round(round((r[j] as number) * c) + round((s[j] as number) * d));
    const ef = round(round((t[j] as number) * e) + round((u[j] as number) * f));
    const gh = round(round((v[j] as number) * g) + round((w[j] as number) * h));
    sums[j] = (sums[j] as number) + round(round(ab + cd) + round(ef + gh));
  }
}

function addOne(row: Float32Array, factor: number, sums: Float32Array): void {
  for (let j = 0; j < sums.length; j++) sums[j] = (sums[j] as number) + round((row[j] as number) * factor);
}

// Storage is float32, sums are float64. A row's sum has eight lanes, column j in lane j % 8 as far as whole eights go,
// then the columns left over one by one. One row at a time: memory is read in its order, which is what bounds this.
// src/row-products/plain-gemv.ts does the same sums in the same order.

import { two } from './two-floats';

/** out[i] = row i times the vector. */
export function gemv(rows: usize, columns: i32, count: i32, vector: usize, out: usize): void {
  const width: usize = (<usize>columns) << 2;
  const eights: usize = (<usize>(columns & ~7)) << 2;
  const last = vector + (eights << 1);
  let p = rows;
  for (let row: i32 = 0; row < count; row++) {
    const end = p + width;
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    for (let from = vector; from < last; from += 64) {
      a = f64x2.add(a, f64x2.mul(two(p), v128.load(from)));
      b = f64x2.add(b, f64x2.mul(two(p + 8), v128.load(from, 16)));
      c = f64x2.add(c, f64x2.mul(two(p + 16), v128.load(from, 32)));
      d = f64x2.add(d, f64x2.mul(two(p + 24), v128.load(from, 48)));
      p += 32;
    }
    const sum = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
    let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    for (let from = last; p < end; p += 4) {
      total += <f64>load<f32>(p) * load<f64>(from);
      from += 8;
    }
    store<f64>(out, total);
    out += 8;
  }
}

// Storage is float32, sums are float64, a row after the other: src/row-products/plain-moments.ts does the same.

import { two } from './two-floats';

/** sums[j] += row i [j] - origin[j], and its square into the place `columns` further on. Four rows for each load of the sums. */
export function addMoments(rows: usize, columns: i32, count: i32, origin: usize, sums: usize): void {
  const width: usize = (<usize>columns) << 2;
  const pairs: usize = (<usize>(columns & ~1)) << 2;
  const squares = sums + (width << 1);
  let p = rows;
  for (let row: i32 = 0; row < count; row += 4) {
    const some = min(4, count - row);
    const end = p + <usize>some * width;
    for (let j: usize = 0; j < pairs; j += 8) {
      const from = v128.load(origin + (j << 1));
      let sum = v128.load(sums + (j << 1));
      let square = v128.load(squares + (j << 1));
      for (let at = p + j; at < end; at += width) {
        const offset = f64x2.sub(two(at), from);
        sum = f64x2.add(sum, offset);
        square = f64x2.add(square, f64x2.mul(offset, offset));
      }
      v128.store(sums + (j << 1), sum);
      v128.store(squares + (j << 1), square);
    }
    if (pairs < width) addLast(p + pairs, end, width, origin + (pairs << 1), sums + (pairs << 1));
    p = end;
  }
}

/** The last of an odd number of columns. */
function addLast(at: usize, end: usize, width: usize, origin: usize, sums: usize): void {
  for (; at < end; at += width) {
    const offset = <f64>load<f32>(at) - load<f64>(origin);
    store<f64>(sums, load<f64>(sums) + offset);
    store<f64>(sums + (width << 1), load<f64>(sums + (width << 1)) + offset * offset);
  }
}

// AssemblyScript: compiled to src/row-products/kernels.ts by `nx run numeric:kernels`, which a test repeats.
// Storage is float32, sums are float64 in two lanes: the even columns, the odd ones. Four rows at a time, so that one
// load of the vector serves four products. src/gemv.ts does the same sums in the same order.

function two(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function lanes(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function one(at: usize): f64 {
  return <f64>load<f32>(at);
}

/** out[i] = row i times the vector. */
export function gemv(rows: usize, columns: i32, count: i32, vector: usize, out: usize): void {
  const width: usize = (<usize>columns) << 2;
  const pairs: usize = (<usize>(columns & ~1)) << 2;
  const isOdd = pairs < width;
  let p = rows;
  let row: i32 = 0;
  for (; row + 4 <= count; row += 4) {
    const q = p + width;
    const r = q + width;
    const s = r + width;
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    let from = vector;
    for (let j: usize = 0; j < pairs; j += 8) {
      const v = v128.load(from);
      a = f64x2.add(a, f64x2.mul(two(p + j), v));
      b = f64x2.add(b, f64x2.mul(two(q + j), v));
      c = f64x2.add(c, f64x2.mul(two(r + j), v));
      d = f64x2.add(d, f64x2.mul(two(s + j), v));
      from += 16;
    }
    const last = isOdd ? load<f64>(from) : 0;
    store<f64>(out, isOdd ? lanes(a) + one(p + pairs) * last : lanes(a), 0);
    store<f64>(out, isOdd ? lanes(b) + one(q + pairs) * last : lanes(b), 8);
    store<f64>(out, isOdd ? lanes(c) + one(r + pairs) * last : lanes(c), 16);
    store<f64>(out, isOdd ? lanes(d) + one(s + pairs) * last : lanes(d), 24);
    out += 32;
    p = s + width;
  }
  for (; row < count; row++) {
    let a = f64x2.splat(0);
    let from = vector;
    for (let j: usize = 0; j < pairs; j += 8) {
      a = f64x2.add(a, f64x2.mul(two(p + j), v128.load(from)));
      from += 16;
    }
    store<f64>(out, isOdd ? lanes(a) + one(p + pairs) * load<f64>(from) : lanes(a));
    out += 8;
    p += width;
  }
}

/** out[j] += sum over the rows i of coefficients[i] * row i [j]. */
export function addGemvTransposed(
  rows: usize,
  columns: i32,
  count: i32,
  coefficients: usize,
  out: usize,
): void {
  const width: usize = (<usize>columns) << 2;
  const pairs: usize = (<usize>(columns & ~1)) << 2;
  const isOdd = pairs < width;
  let p = rows;
  let row: i32 = 0;
  for (; row + 4 <= count; row += 4) {
    const q = p + width;
    const r = q + width;
    const s = r + width;
    const a = load<f64>(coefficients, 0);
    const b = load<f64>(coefficients, 8);
    const c = load<f64>(coefficients, 16);
    const d = load<f64>(coefficients, 24);
    const aa = f64x2.splat(a);
    const bb = f64x2.splat(b);
    const cc = f64x2.splat(c);
    const dd = f64x2.splat(d);
    let to = out;
    for (let j: usize = 0; j < pairs; j += 8) {
      const early = f64x2.add(f64x2.mul(two(p + j), aa), f64x2.mul(two(q + j), bb));
      const late = f64x2.add(f64x2.mul(two(r + j), cc), f64x2.mul(two(s + j), dd));
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(early, late)));
      to += 16;
    }
    if (isOdd) {
      const early = one(p + pairs) * a + one(q + pairs) * b;
      const late = one(r + pairs) * c + one(s + pairs) * d;
      store<f64>(to, load<f64>(to) + (early + late));
    }
    coefficients += 32;
    p = s + width;
  }
  for (; row < count; row++) {
    const a = load<f64>(coefficients);
    const aa = f64x2.splat(a);
    let to = out;
    for (let j: usize = 0; j < pairs; j += 8) {
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(two(p + j), aa)));
      to += 16;
    }
    if (isOdd) store<f64>(to, load<f64>(to) + one(p + pairs) * a);
    coefficients += 8;
    p += width;
  }
}

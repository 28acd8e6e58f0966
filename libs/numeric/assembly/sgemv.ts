// Storage and sums are float32. A row's sum has sixteen lanes, column j in lane j % 16 as far as whole sixteens go; the
// fours left over go to the first four lanes, and what is left then comes last, one by one. One row at a time: memory is
// read in its order, which is what bounds this. src/row-products/plain-sgemv.ts does the same sums in the same order.

/** out[i] = row i times the vector. */
export function sgemv(rows: usize, columns: i32, count: i32, vector: usize, out: usize): void {
  const width: usize = (<usize>columns) << 2;
  const sixteens = vector + ((<usize>(columns & ~15)) << 2);
  const fours = vector + ((<usize>(columns & ~3)) << 2);
  let p = rows;
  for (let row: i32 = 0; row < count; row++) {
    const end = p + width;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let from = vector;
    for (; from < sixteens; from += 64) {
      a = f32x4.add(a, f32x4.mul(v128.load(p), v128.load(from)));
      b = f32x4.add(b, f32x4.mul(v128.load(p, 16), v128.load(from, 16)));
      c = f32x4.add(c, f32x4.mul(v128.load(p, 32), v128.load(from, 32)));
      d = f32x4.add(d, f32x4.mul(v128.load(p, 48), v128.load(from, 48)));
      p += 64;
    }
    for (; from < fours; from += 16) {
      a = f32x4.add(a, f32x4.mul(v128.load(p), v128.load(from)));
      p += 16;
    }
    let sum = across(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
    for (; p < end; p += 4) {
      sum += load<f32>(p) * load<f32>(from);
      from += 4;
    }
    store<f32>(out, sum);
    out += 4;
  }
}

function across(lanes: v128): f32 {
  const early = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1);
  return early + (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3));
}

/**
 * out[j] = sum over the rows i of coefficients[i] * row i [j]: eight rows at a time, added up two by two, on top of the
 * rows before them; then the rows left over one by one.
 */
export function sgemvTransposed(
  rows: usize,
  columns: i32,
  count: i32,
  coefficients: usize,
  out: usize,
): void {
  const width: usize = (<usize>columns) << 2;
  memory.fill(out, 0, width);
  let p = rows;
  let row: i32 = 0;
  for (; row + 8 <= count; row += 8) {
    addEight(p, width, coefficients, out);
    coefficients += 32;
    p += width << 3;
  }
  for (; row < count; row++) {
    addOne(p, width, coefficients, out);
    coefficients += 4;
    p += width;
  }
}

function addEight(p: usize, width: usize, at: usize, out: usize): void {
  const q = p + width;
  const r = q + width;
  const s = r + width;
  const t = s + width;
  const u = t + width;
  const v = u + width;
  const w = v + width;
  const fours = width & ~15;
  const a = v128.load32_splat(at, 0);
  const b = v128.load32_splat(at, 4);
  const c = v128.load32_splat(at, 8);
  const d = v128.load32_splat(at, 12);
  const e = v128.load32_splat(at, 16);
  const f = v128.load32_splat(at, 20);
  const g = v128.load32_splat(at, 24);
  const h = v128.load32_splat(at, 28);
  let j: usize = 0;
  for (; j < fours; j += 16) {
    const ab = f32x4.add(f32x4.mul(v128.load(p + j), a), f32x4.mul(v128.load(q + j), b));
    const cd = f32x4.add(f32x4.mul(v128.load(r + j), c), f32x4.mul(v128.load(s + j), d));
    const ef = f32x4.add(f32x4.mul(v128.load(t + j), e), f32x4.mul(v128.load(u + j), f));
    const gh = f32x4.add(f32x4.mul(v128.load(v + j), g), f32x4.mul(v128.load(w + j), h));
    const sum = f32x4.add(f32x4.add(ab, cd), f32x4.add(ef, gh));
    v128.store(out + j, f32x4.add(v128.load(out + j), sum));
  }
  for (; j < width; j += 4) {
    const ab = load<f32>(p + j) * load<f32>(at, 0) + load<f32>(q + j) * load<f32>(at, 4);
    const cd = load<f32>(r + j) * load<f32>(at, 8) + load<f32>(s + j) * load<f32>(at, 12);
    const ef = load<f32>(t + j) * load<f32>(at, 16) + load<f32>(u + j) * load<f32>(at, 20);
    const gh = load<f32>(v + j) * load<f32>(at, 24) + load<f32>(w + j) * load<f32>(at, 28);
    store<f32>(out + j, load<f32>(out + j) + (ab + cd + (ef + gh)));
  }
}

function addOne(p: usize, width: usize, at: usize, out: usize): void {
  const a = v128.load32_splat(at);
  const fours = width & ~15;
  let j: usize = 0;
  for (; j < fours; j += 16)
    v128.store(out + j, f32x4.add(v128.load(out + j), f32x4.mul(v128.load(p + j), a)));
  for (; j < width; j += 4) store<f32>(out + j, load<f32>(out + j) + load<f32>(p + j) * load<f32>(at));
}

// Float64, two numbers at a time. src/model-steps/plain-steps.ts does the same in the same order.

/** weights[j] = parameters[j] * inverseDeviation[j] in float32; answers weights . mean, number j in sum j % 4. */
export function fold(
  parameters: usize,
  inverseDeviation: usize,
  mean: usize,
  weights: usize,
  columns: i32,
): f64 {
  const fours = parameters + ((<usize>(columns & ~3)) << 3);
  const end = parameters + ((<usize>columns) << 3);
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (; parameters < fours; parameters += 32) {
    const early = f32x4.demote_f64x2_zero(f64x2.mul(v128.load(parameters), v128.load(inverseDeviation)));
    const late = f32x4.demote_f64x2_zero(
      f64x2.mul(v128.load(parameters, 16), v128.load(inverseDeviation, 16)),
    );
    v128.store64_lane(weights, early, 0);
    v128.store64_lane(weights, late, 0, 8);
    a = f64x2.add(a, f64x2.mul(f64x2.promote_low_f32x4(early), v128.load(mean)));
    b = f64x2.add(b, f64x2.mul(f64x2.promote_low_f32x4(late), v128.load(mean, 16)));
    inverseDeviation += 32;
    mean += 32;
    weights += 16;
  }
  a = f64x2.add(a, b);
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; parameters < end; parameters += 8) {
    const weight = <f32>(load<f64>(parameters) * load<f64>(inverseDeviation));
    store<f32>(weights, weight);
    sum += <f64>weight * load<f64>(mean);
    inverseDeviation += 8;
    mean += 8;
    weights += 4;
  }
  return sum;
}

/** gradient[j] = (sums[j] - mean[j] * slope) * inverseDeviation[j] / count + decay * parameters[j] */
export function unfold(
  parameters: usize,
  inverseDeviation: usize,
  mean: usize,
  sums: usize,
  gradient: usize,
  columns: i32,
  slope: f64,
  count: f64,
  decay: f64,
): void {
  const pairs = parameters + ((<usize>(columns & ~1)) << 3);
  const slopes = f64x2.splat(slope);
  const counts = f64x2.splat(count);
  const decays = f64x2.splat(decay);
  for (; parameters < pairs; parameters += 16) {
    const centered = f64x2.sub(v128.load(sums), f64x2.mul(v128.load(mean), slopes));
    const loss = f64x2.div(f64x2.mul(centered, v128.load(inverseDeviation)), counts);
    v128.store(gradient, f64x2.add(loss, f64x2.mul(decays, v128.load(parameters))));
    inverseDeviation += 16;
    mean += 16;
    sums += 16;
    gradient += 16;
  }
  if ((columns & 1) == 0) return;
  const centered = load<f64>(sums) - load<f64>(mean) * slope;
  store<f64>(gradient, (centered * load<f64>(inverseDeviation)) / count + decay * load<f64>(parameters));
}

const EPSILON: f64 = 1e-8;

/** Kingma and Ba, 2015, with the bias corrections folded into the rate. */
export function adam(
  parameters: usize,
  gradient: usize,
  first: usize,
  second: usize,
  length: i32,
  rate: f64,
  beta1: f64,
  beta2: f64,
): void {
  const pairs = parameters + ((<usize>(length & ~1)) << 3);
  const kept1 = f64x2.splat(beta1);
  const kept2 = f64x2.splat(beta2);
  const new1 = f64x2.splat(1 - beta1);
  const new2 = f64x2.splat(1 - beta2);
  const rates = f64x2.splat(rate);
  const epsilons = f64x2.splat(EPSILON);
  for (; parameters < pairs; parameters += 16) {
    const g = v128.load(gradient);
    const m = f64x2.add(f64x2.mul(kept1, v128.load(first)), f64x2.mul(new1, g));
    const v = f64x2.add(f64x2.mul(kept2, v128.load(second)), f64x2.mul(f64x2.mul(new2, g), g));
    const move = f64x2.div(f64x2.mul(rates, m), f64x2.add(f64x2.sqrt(v), epsilons));
    v128.store(first, m);
    v128.store(second, v);
    v128.store(parameters, f64x2.sub(v128.load(parameters), move));
    gradient += 16;
    first += 16;
    second += 16;
  }
  if ((length & 1) == 0) return;
  const g = load<f64>(gradient);
  const m = beta1 * load<f64>(first) + (1 - beta1) * g;
  const v = beta2 * load<f64>(second) + (1 - beta2) * g * g;
  store<f64>(first, m);
  store<f64>(second, v);
  store<f64>(parameters, load<f64>(parameters) - (rate * m) / (sqrt(v) + EPSILON));
}

const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Where the series hands over to the continued fraction. */
const TAIL = 2;

/** Enough for 16 digits at TAIL, where the fraction converges slowest. */
const FRACTION_TERMS = 100;

/** The density of the standard normal distribution. */
export function normalPdf(x: number): number {
  return Math.exp(-0.5 * x * x) / SQRT_TWO_PI;
}

/** cdf(x) - 1/2 = pdf(x) * (x + x^3/3 + x^5/(3*5) + ...): Marsaglia, "Evaluating the Normal Distribution", 2004. */
function centralArea(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return normalPdf(x) * sum;
}

/** 1 - cdf(x) = pdf(x) / (x + 1/(x + 2/(x + 3/...))) for x > 0: Laplace; Abramowitz and Stegun 26.2.14. */
function upperTail(x: number): number {
  let denominator = x;
  for (let k = FRACTION_TERMS; k > 0; k--) denominator = x + k / denominator;
  return normalPdf(x) / denominator;
}

/** The probability that a standard normal variable is at most x; small tails keep their relative accuracy. */
export function normalCdf(x: number): number {
  if (x < -TAIL) return upperTail(-x);
  if (x > TAIL) return 1 - upperTail(x);
  return 0.5 + centralArea(x);
}

/** Abramowitz and Stegun 26.2.23: the quantile of 1 - tail for 0 < tail <= 1/2, to 4.5e-4. */
function roughUpperQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - above / below;
}

/** x with normalCdf(x) = p; -Infinity and Infinity at 0 and 1, NaN outside. */
export function normalQuantile(p: number): number {
  if (p <= 0 || p >= 1) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  let x = -roughUpperQuantile(p);
  // Halley's step cubes the error: 4.5e-4 becomes 1e-10, then nothing.
  for (let step = 0; step < 3; step++) {
    const offset = (normalCdf(x) - p) / normalPdf(x);
    x -= offset / (1 + (x * offset) / 2);
  }
  return x;
}

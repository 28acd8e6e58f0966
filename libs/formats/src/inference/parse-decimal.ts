const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
/** The point's code, 46, minus that of zero. */
const POINT = -2;

/** Powers of ten that a double holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Below 2^53 every whole number is a double. */
const EXACT = 9_007_199_254_740_992;

/**
 * The number written in bytes from `start` to `end`; NaN for anything but a decimal number. Up to 15 or so digits
 * are read by hand: a whole number below 2^53 divided by a power of ten up to 10^22 is correctly rounded (Clinger
 * 1990), so the answer is the same as Number()'s.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  if (first === MINUS) return -unsigned(bytes, start + 1, end);
  return unsigned(bytes, first === PLUS ? start + 1 : start, end);
}

function unsigned(bytes: Uint8Array, from: number, end: number): number {
  const { mantissa, point } = readDigits(bytes, from, end);
  const decimals = point < 0 ? 0 : end - point - 1;
  const hasDigits = end - from > (point < 0 ? 0 : 1);
  if (!hasDigits || mantissa >= EXACT || decimals > 22) return slowly(bytes, from, end);
  return mantissa / (TENS[decimals] as number);
}

/** All digits as one whole number, and where the point stands (-1: nowhere); Infinity for any other character. */
function readDigits(bytes: Uint8Array, from: number, end: number): { mantissa: number; point: number } {
  let mantissa = 0;
  let point = -1;
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT && point < 0) point = at;
    else return { mantissa: Infinity, point };
  }
  return { mantissa, point };
}

const DECIMAL = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function slowly(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 400) return NaN;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  return DECIMAL.test(text) ? Number(text) : NaN;
}

const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
/** The point's code, 46, minus that of zero. */
const POINT = -2;

/** Powers of ten that a double holds exactly. */
export const TENS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** Below 2^53 every whole number is a double. */
export const EXACT = 9_007_199_254_740_992;

/**
 * The number written in a text from `start` to `end`; NaN for anything but digits, sign, point and exponent: no
 * blanks, no hexadecimal, no words. Up to 15 or so digits are read in place: a whole number below 2^53 divided by a
 * power of ten up to 10^22 is correctly rounded (Clinger 1990), so the answer is the same as Number()'s.
 */
export function parseDecimal(text: string, start: number, end: number): number {
  if (start >= end) return NaN;
  const sign = text.charCodeAt(start);
  const value = exactly(text, sign === MINUS || sign === PLUS ? start + 1 : start, end);
  if (Number.isNaN(value)) return slowly(text, start, end);
  return sign === MINUS ? -value : value;
}

/** The number of an unsigned text; NaN where a double may not hold its digits exactly, or where it is no such text. */
function exactly(text: string, from: number, end: number): number {
  const { mantissa, point } = readDigits(text, from, end);
  const decimals = point < 0 ? 0 : end - point - 1;
  const hasDigits = end - from > (point < 0 ? 0 : 1);
  return hasDigits && mantissa < EXACT && decimals <= 22 ? mantissa / (TENS[decimals] as number) : NaN;
}

/** All digits as one whole number, and where the point stands (-1: nowhere); Infinity for any other character. */
function readDigits(text: string, from: number, end: number): { mantissa: number; point: number } {
  let mantissa = 0;
  let point = -1;
  for (let at = from; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT && point < 0) point = at;
    else return { mantissa: Infinity, point };
  }
  return { mantissa, point };
}

function slowly(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (!isDecimalCode(text.charCodeAt(at))) return NaN;
  return Number(text.slice(start, end));
}

function isDecimalCode(code: number): boolean {
  if (code >= ZERO) return code <= 57 || code === 69 || code === 101; // 0-9 E e
  return code === PLUS || code === MINUS || code === 46; // + - .
}

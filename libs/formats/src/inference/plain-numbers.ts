import { TENS } from '../decimal/parse-decimal.ts';

const ZERO = 48;
const MINUS = 45;
const LINE_FEED = 10;
/** The point's code, 46, minus that of zero. */
const POINT = -2;
/** Nine digits are below 2^31: integer arithmetic, which is twice as fast as a double's here. */
const MOST_DIGITS = 9;

/**
 * Plain numbers (a minus, up to nine digits, a point) out of bytes, each byte looked at once. Correctly rounded: a
 * whole number divided by a power of ten that a double holds (Clinger 1990).
 */
export class PlainNumbers {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /**
   * The number before the character whose code is `end`; the end of the bytes ends a line too.
   * @returns NaN for anything else, which needs a careful reader
   */
  next(end: number): number {
    if (this.#bytes[this.#at] !== MINUS) return this.#unsigned(end);
    this.#at++;
    return -this.#unsigned(end);
  }

  #unsigned(end: number): number {
    const bytes = this.#bytes;
    const first = this.#at;
    let digits = 0;
    let point = -1;
    let at = first;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (isDigit(digit)) digits = (Math.imul(10, digits) + digit) | 0;
      else if (digit === POINT && point < 0) point = at;
      else break;
    }
    this.#at = at + 1;
    if ((at < bytes.length ? bytes[at] : LINE_FEED) !== end) return NaN;
    return plain(digits, at - first, point < 0 ? 0 : at - point);
  }
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}

/** @param length how many characters, the point included, @param fraction how many from the point on, it included */
function plain(digits: number, length: number, fraction: number): number {
  if (fraction === 0) return length > 0 && length <= MOST_DIGITS ? digits : NaN;
  return length > 1 && length <= MOST_DIGITS + 1 ? digits / (TENS[fraction - 1] as number) : NaN;
}

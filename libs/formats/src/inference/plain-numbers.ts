import { TENS } from '../decimal/parse-decimal.ts';

const ZERO = 48;
const MINUS = 45;
const COMMA = 44;
const LINE_FEED = 10;
/** The point's code, 46, minus that of zero. */
const POINT = -2;
/** Nine digits are below 2^31: integer arithmetic, which is twice as fast as a double's here. */
const MOST_DIGITS = 9;

/**
 * Rows of plain numbers (a minus, up to nine digits, a point) out of bytes, each byte looked at once. Correctly rounded:
 * a whole number divided by a power of ten that a double holds (Clinger 1990). Only whole numbers are handed from method
 * to method: a double would be put into an object on the heap each time.
 */
export class PlainNumbers {
  readonly #bytes: Uint8Array;
  #at = 0;
  /** Where the present number's fraction begins; 0 where it has none. */
  #fraction = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /**
   * Fills the row from one line; the end of the bytes ends a line too.
   * @returns false for anything else, which needs a careful reader
   */
  readRow(row: Float32Array): boolean {
    const last = row.length - 1;
    for (let column = 0; column < last; column++) if (!this.#readNumber(row, column, COMMA)) return false;
    return this.#readNumber(row, last, LINE_FEED);
  }

  /** The number before the character whose code is `end`. */
  #readNumber(row: Float32Array, column: number, end: number): boolean {
    const bytes = this.#bytes;
    const isNegative = bytes[this.#at] === MINUS;
    if (isNegative) this.#at++;
    const digits = this.#readDigits();
    const at = this.#at++;
    if (digits < 0 || (at < bytes.length ? bytes[at] : LINE_FEED) !== end) return false;
    const value = this.#fraction === 0 ? digits : digits / (TENS[at - this.#fraction] as number);
    row[column] = isNegative ? -value : value;
    return true;
  }

  /** All digits as one whole number, up to whatever is none; -1 where there are too many or none. */
  #readDigits(): number {
    const bytes = this.#bytes;
    const first = this.#at;
    let digits = 0;
    let fraction = 0;
    let at = first;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (isDigit(digit)) digits = (10 * digits + digit) | 0;
      else if (digit === POINT && fraction === 0) fraction = at + 1;
      else break;
    }
    this.#at = at;
    this.#fraction = fraction;
    const count = at - first - (fraction === 0 ? 0 : 1);
    return count > 0 && count <= MOST_DIGITS ? digits : -1;
  }
}

/** As an unsigned number anything below zero is large: one comparison for both ends. */
function isDigit(value: number): boolean {
  return value >>> 0 <= 9;
}

import { TENS } from '../decimal/parse-decimal.ts';

const ZERO = 48;
const MINUS = 45;
const COMMA = 44;
const LINE_FEED = 10;
/** The point's code, 46, minus that of zero. */
const POINT = -2;
/** Nine digits are below 2^31: integer arithmetic, which is twice as fast as a double's here. */
const MOST_DIGITS = 9;
/** By how many digits stand behind the point; those of negative numbers from here on. */
const NEGATIVE = 16;
const DIVISORS = Float64Array.from({ length: 2 * NEGATIVE }, (_, i) =>
  i < NEGATIVE ? (TENS[i] as number) : -(TENS[i - NEGATIVE] as number),
);

/**
 * Fills the row from one line of plain numbers (a minus, up to nine digits, a point), each byte looked at once;
 * the end of the bytes ends a line too. Correctly rounded: a whole number divided by a power of ten that a double
 * holds (Clinger 1990).
 * @param from the line's first byte
 * @returns where the next line begins; -1 for anything else in this one, which needs a careful reader
 */
export function readPlainRow(bytes: Uint8Array, from: number, row: Float32Array): number {
  const last = row.length - 1;
  let at = from;
  for (let column = 0; column < last; column++) {
    at = readNumber(bytes, at, row, column);
    if (at < 0 || at >= bytes.length || bytes[at] !== COMMA) return -1;
    at++;
  }
  at = readNumber(bytes, at, row, last);
  if (at < 0 || at === bytes.length) return at;
  return bytes[at] === LINE_FEED ? at + 1 : -1;
}

/**
 * A digit's code less zero's, taken as an unsigned number, is at most nine: one comparison for both ends. Only whole
 * numbers are handed from function to function: a double would be put into an object on the heap each time. The sign
 * is in the divisor: whether one comes cannot be foreseen, and a wrong guess costs as much as half a number.
 * @returns where the number ends; -1 where there are too many digits or none
 */
function readNumber(bytes: Uint8Array, from: number, row: Float32Array, column: number): number {
  const { length } = bytes;
  const sign = signAt(bytes, from);
  const first = from + sign;
  let at = first;
  let digit = 0;
  let digits = 0;
  for (; at < length && (digit = (bytes[at] as number) - ZERO) >>> 0 <= 9; at++)
    digits = (10 * digits + digit) | 0;
  let count = at - first;
  let places = 0;
  if (at < length && digit === POINT) {
    const point = ++at;
    for (; at < length && (digit = (bytes[at] as number) - ZERO) >>> 0 <= 9; at++)
      digits = (10 * digits + digit) | 0;
    places = at - point;
    count += places;
  }
  if (!isRead(count)) return -1;
  row[column] = digits / (DIVISORS[sign * NEGATIVE + places] as number);
  return at;
}

function signAt(bytes: Uint8Array, at: number): number {
  return bytes[at] === MINUS ? 1 : 0;
}

function isRead(count: number): boolean {
  return count > 0 && count <= MOST_DIGITS;
}

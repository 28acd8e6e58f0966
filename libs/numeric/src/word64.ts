/** A 64-bit unsigned integer as two 32-bit halves: many times faster than BigInt in a loop. */
export type Word64 = { high: number; low: number };

/** The high 32 bits of the product of two unsigned 32-bit integers. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Each term is below 2^34, so the doubles are exact.
  const middle = aHigh * bLow + aLow * bHigh + ((aLow * bLow) >>> 16);
  return (aHigh * bHigh + Math.floor(middle / 0x10000)) >>> 0;
}

/** word = word * factor mod 2^64, in place. */
export function multiply64(word: Word64, factor: Readonly<Word64>): void {
  const carried = highProduct(word.low, factor.low);
  const high = carried + Math.imul(word.low, factor.high) + Math.imul(word.high, factor.low);
  word.low = Math.imul(word.low, factor.low) >>> 0;
  word.high = high >>> 0;
}

/** word = word + term mod 2^64, in place. */
export function add64(word: Word64, term: Readonly<Word64>): void {
  const low = word.low + term.low;
  word.high = (word.high + term.high + (low >= 0x1_0000_0000 ? 1 : 0)) >>> 0;
  word.low = low >>> 0;
}

/** word = word xor (word >> bits), in place, for 0 < bits < 32. */
export function foldRight64(word: Word64, bits: number): void {
  const low = ((word.low >>> bits) | (word.high << (32 - bits))) >>> 0;
  word.low = (word.low ^ low) >>> 0;
  word.high = (word.high ^ (word.high >>> bits)) >>> 0;
}

/** The value mod 2^64. */
export function word64(value: bigint): Word64 {
  const bits = BigInt.asUintN(64, value);
  return { high: Number(bits >> 32n), low: Number(bits & 0xffff_ffffn) };
}

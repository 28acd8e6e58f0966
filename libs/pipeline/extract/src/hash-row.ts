// Odd factors with well mixed bits: those of xxHash32 (Yann Collet, public specification).
const FACTOR_A = 0x9e3779b1;
const FACTOR_B = 0x85ebca77;

/**
 * 53 bits that equal rows share and others hardly ever do. Two chains over every other word each run side by side.
 * @param words a row's bits from `from` to before `to`
 */
export function hashRow(words: Int32Array, from: number, to: number, label: number): number {
  let a = label + 1;
  let b = ~label;
  let at = from;
  for (; at + 1 < to; at += 2) {
    a = Math.imul(a ^ (words[at] as number), FACTOR_A);
    b = Math.imul(b ^ (words[at + 1] as number), FACTOR_B);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  if (at < to) a = Math.imul(a ^ (words[at] as number), FACTOR_A);
  const low = Math.imul(a ^ (b >>> 16), FACTOR_B) ^ b;
  return (a >>> 0) * 0x200000 + ((low ^ (low >>> 11)) & 0x1fffff);
}

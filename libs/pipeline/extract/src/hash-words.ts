// Odd factors with well mixed bits: those of xxHash32 (Yann Collet, public specification).
const FACTOR_A = 0x9e3779b1;
const FACTOR_B = 0x85ebca77;

/** Some words of a row: every `step`-th from `from` to before `to`. */
export type RowWords = {
  readonly words: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly step: number;
};

/** 53 bits that equal words share and others hardly ever do. Two chains side by side, each over every other word. */
export function hashWords({ words, from, to, step }: RowWords, label: number): number {
  let a = label + 1;
  let b = ~label;
  let at = from;
  for (; at + step < to; at += 2 * step) {
    a = Math.imul(a ^ (words[at] as number), FACTOR_A);
    b = Math.imul(b ^ (words[at + step] as number), FACTOR_B);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  if (at < to) a = Math.imul(a ^ (words[at] as number), FACTOR_A);
  const low = Math.imul(a ^ (b >>> 16), FACTOR_B) ^ b;
  return (a >>> 0) * 0x200000 + ((low ^ (low >>> 11)) & 0x1fffff);
}

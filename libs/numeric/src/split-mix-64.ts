import type { Word64 } from './word64.ts';
import { add64, foldRight64, multiply64, word64 } from './word64.ts';

// Constants of SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
// OOPSLA 2014, with the mixer of Stafford's variant 13.
const STEP = 0x9e37_79b9_7f4a_7c15n;
const FIRST_FACTOR = 0xbf58_476d_1ce4_e5b9n;
const SECOND_FACTOR = 0x94d0_49bb_1331_11ebn;

const stepWord = word64(STEP);
const firstWord = word64(FIRST_FACTOR);
const secondWord = word64(SECOND_FACTOR);

/** The 64-bit output SplitMix64 gives for a state (the state already stepped). */
export function splitMix64(state: bigint): bigint {
  let z = BigInt.asUintN(64, state);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * FIRST_FACTOR);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * SECOND_FACTOR);
  return z ^ (z >> 31n);
}

/** Steps `state` once and writes the output of the new state into `output`; both are changed in place. */
export function stepSplitMix64(state: Word64, output: Word64): void {
  add64(state, stepWord);
  output.high = state.high;
  output.low = state.low;
  foldRight64(output, 30);
  multiply64(output, firstWord);
  foldRight64(output, 27);
  multiply64(output, secondWord);
  foldRight64(output, 31);
}

/**
 * `count` keys; key i is the output for the state seed + (i + 1) * 0x9E3779B97F4A7C15 mod 2^64.
 * Sorting rows on them shuffles in an order that any engine with 64-bit integers can repeat.
 */
export function splitMix64Keys(seed: number, count: number): BigUint64Array {
  const keys = new BigUint64Array(count);
  const halves = new DataView(keys.buffer);
  const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
  const lowAt = littleEndian ? 0 : 4;
  const state = word64(BigInt(seed));
  const output: Word64 = { high: 0, low: 0 };
  for (let i = 0; i < count; i++) {
    stepSplitMix64(state, output);
    halves.setUint32(i * 8 + lowAt, output.low, littleEndian);
    halves.setUint32(i * 8 + 4 - lowAt, output.high, littleEndian);
  }
  return keys;
}

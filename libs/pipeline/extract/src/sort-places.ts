import { releaseMemory } from './release-memory.ts';

const DIGITS = 65_536;

/** 0, 1, 2 and so on. */
export function placesInOrder(count: number): Uint32Array {
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) places[i] = i;
  return places;
}

/**
 * Sorts places by the keys that lie there, equal ones in the order they are in: a radix sort by digits of 16 bits,
 * without a comparison or an object. Numbers not below zero are in order when their bits are.
 * @param places each place of the keys once
 * @param keys whole numbers or floats of 16 or 64 bits, none below zero
 */
export function sortPlaces(places: Uint32Array, keys: Uint16Array | Float64Array | BigUint64Array): void {
  const width = keys.BYTES_PER_ELEMENT / 2;
  const digits = new Uint16Array(keys.buffer, keys.byteOffset, width * keys.length);
  const counts = new Uint32Array(DIGITS);
  const scratch = new Uint32Array(places.length);
  let [from, to]: [Uint32Array, Uint32Array] = [places, scratch];
  for (let digit = 0; digit < width; digit++) {
    countDigits(counts, digits, { width, digit });
    if (isOneValue(counts, places.length)) continue;
    moveByDigit(counts, { from, to }, digits, { width, digit });
    [from, to] = [to, from];
  }
  if (from !== places) places.set(from);
  releaseMemory(scratch);
}

type Digit = { readonly width: number; readonly digit: number };

/** In the order of memory: it does not matter for counting. */
function countDigits(counts: Uint32Array, digits: Uint16Array, { width, digit }: Digit): void {
  counts.fill(0);
  for (let at = digit; at < digits.length; at += width) {
    const value = digits[at] as number;
    counts[value] = (counts[value] as number) + 1;
  }
}

function isOneValue(counts: Uint32Array, all: number): boolean {
  const first = counts.find((count) => count > 0);
  return first === undefined || first === all;
}

function moveByDigit(
  counts: Uint32Array,
  { from, to }: { readonly from: Uint32Array; readonly to: Uint32Array },
  digits: Uint16Array,
  { width, digit }: Digit,
): void {
  for (let value = 0, before = 0; value < DIGITS; value++) {
    const count = counts[value] as number;
    counts[value] = before;
    before += count;
  }
  for (const place of from) {
    const value = digits[width * place + digit] as number;
    const at = counts[value] as number;
    counts[value] = at + 1;
    to[at] = place;
  }
}

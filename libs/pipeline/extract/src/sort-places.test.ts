import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortPlaces } from './sort-places.ts';

type Keys = Parameters<typeof sortPlaces>[1];

const anyKeys: fc.Arbitrary<Keys> = fc.oneof(
  fc.array(fc.nat(65_535)).map((list) => Uint16Array.from(list)),
  fc.array(fc.nat(9)).map((list) => Uint16Array.from(list)),
  fc.array(fc.double({ min: 0, noNaN: true })).map((list) => Float64Array.from(list, (x) => x + 0)),
  fc.array(fc.integer({ min: 0, max: 253_402_300_799_999 })).map((list) => Float64Array.from(list)),
  fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map((list) => BigUint64Array.from(list)),
);

describe('sorting places by their keys', () => {
  it('gives what comparing gives, equal keys in the order they were in', () => {
    fc.assert(
      fc.property(anyKeys, fc.boolean(), (keys, isBackwards) => {
        const places = Uint32Array.from({ length: keys.length }, (_, i) =>
          isBackwards ? keys.length - 1 - i : i,
        );
        const expected = [...places].sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : 0));
        sortPlaces(places, keys);
        expect([...places]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

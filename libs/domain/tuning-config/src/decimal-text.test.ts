import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText } from './decimal-text.ts';

describe('decimalText', () => {
  it.each([
    [1e-7, '0.0000001'],
    [1.25e-9, '0.00000000125'],
    [-3e-8, '-0.00000003'],
    [10_000, '10000'],
    [1.5e22, '15000000000000000000000'],
    [0.25, '0.25'],
  ])('writes %d as %s', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  it('reads back as the same number and holds no exponent', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
        const text = decimalText(value);
        expect(text).not.toMatch(/e/);
        expect(Number(text) === value).toBe(true);
      }),
    );
  });
});

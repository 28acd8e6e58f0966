import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal } from './parse-decimal.ts';

const parsed = (text: string): number => parseDecimal(text, 0, text.length);

describe('parseDecimal', () => {
  it('reads the number that Number reads', () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.integer(), fc.nat(99_999_999)).map(([a, b]) => `${a}.${b}`),
      fc.stringMatching(/^[+-]?\d{1,25}\.?\d{0,25}$/),
      fc.stringMatching(/^[+-]?\d{0,3}\.?\d{0,3}([eE][+-]?\d{0,3})?$/),
      fc.stringMatching(/^[\d.eE+-]{1,9}$/),
    );
    fc.assert(
      fc.property(
        written.filter((text) => text !== ''),
        (text) => {
          expect(parsed(text)).toBe(Number(text));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '0.30000000000000004',
    '-0',
    '5.',
    '.5',
    '1e-7',
    '1.5E3',
    `0.${'0'.repeat(500)}1`,
    '1'.repeat(400),
  ])('reads %s as Number does', (text) => {
    expect(parsed(text)).toBe(Number(text));
  });

  it.each([
    '',
    '.',
    '-',
    '+.',
    'e5',
    '1e',
    '1.2.3',
    '--1',
    ' 1',
    '1 ',
    '0x10',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '\u0661',
  ])('takes %j for no number', (text) => {
    expect(parsed(text)).toBeNaN();
  });

  it('reads nothing outside its place', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string(),
        fc.string(),
        (value, before, after) => {
          const text = String(value);
          const whole = before + text + after;
          expect(parseDecimal(whole, before.length, before.length + text.length)).toBe(Number(text));
        },
      ),
    );
  });
});

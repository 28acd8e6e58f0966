import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes } from './chunks.fixture.ts';
import { OrderId, slotText } from './order-id.ts';

const anySlot = fc.stringMatching(/^\d{1,3}$/);

function readId(text: string): OrderId | undefined {
  const id = new OrderId();
  const around = bytes(`9-9${text}9`);
  return id.read(around, 3, around.length - 1) ? id : undefined;
}

describe('an order id held in numbers', () => {
  it('gives its text back, leading zeros included', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,12}-\d{1,3}$/), (text) => {
        const id = readId(text);
        expect(id?.text).toBe(text);
        expect(slotText(id?.slot ?? NaN)).toBe(text.slice(text.indexOf('-') + 1));
      }),
    );
  });

  it('is of the second that it begins with, and of no other', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.nat(3), anySlot, (second, zeros, slot) => {
        const id = readId(`${'0'.repeat(zeros)}${second}-${slot}`);
        expect([id?.isOf(second), id?.isOf(second + 1)]).toEqual([zeros === 0, false]);
      }),
    );
    expect(readId('0-0')?.isOf(0)).toBe(true);
    expect(readId('00-0')?.isOf(0)).toBe(false);
  });

  it('has slots in the order of their texts', () => {
    fc.assert(
      fc.property(anySlot, anySlot, (one, other) => {
        const [a, b] = [readId(`7-${one}`)?.slot ?? NaN, readId(`7-${other}`)?.slot ?? NaN];
        expect(Math.sign(a - b)).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    );
  });

  it.each(['7-', '-7', '7-1234', '7-x', 'x-7', '7', '7-1 ', '', '-', '1234567890123-1', '7--1', '+7-1'])(
    'is none as %j',
    (text) => {
      expect(readId(text)).toBeUndefined();
    },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderId, slotCode } from './slot-code.ts';

const anySlot = fc.stringMatching(/^\d{1,3}$/);

describe('the code of a slot', () => {
  it('gives the id back, leading zeros included', () => {
    fc.assert(
      fc.property(anySlot, fc.integer({ min: 0, max: 4_000_000_000_000 }), (slot, openMs) => {
        const id = `${Math.floor(openMs / 1000)}-${slot}`;
        expect(orderId(slotCode(id, openMs) ?? NaN, openMs)).toBe(id);
      }),
    );
  });

  it('stands in the order of the texts', () => {
    fc.assert(
      fc.property(anySlot, anySlot, (one, other) => {
        const [a, b] = [slotCode(`7-${one}`, 7000) ?? NaN, slotCode(`7-${other}`, 7999) ?? NaN];
        expect(Math.sign(a - b)).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    );
  });

  it.each(['8-0', '7-', '7-1234', '7-x', '07-0', '7', '7-1 '])('of the id %j in second 7 is none', (id) => {
    expect(slotCode(id, 7500)).toBeUndefined();
  });
});

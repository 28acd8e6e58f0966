import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completedOrder, openOrder, storedTick } from './market-store.contract.ts';
import { byOpening } from './order.ts';
import { isTradeable, MARKET_STATES, midPrice, spread } from './price-tick.ts';
import { byClosing } from './transaction.ts';

const order = fc
  .record({ offsetMs: fc.integer({ min: 0, max: 5000 }), slot: fc.nat(3) })
  .map(({ offsetMs, slot }) => openOrder(offsetMs, slot));

const transaction = fc
  .record({ order, closeOffsetMs: fc.integer({ min: 5000, max: 5005 }) })
  .map((made) => completedOrder(made.order, made.closeOffsetMs));

describe('byOpening', () => {
  it('orders by open time, then by id, whatever the order before', () => {
    fc.assert(
      fc.property(fc.array(order), (orders) => {
        const sorted = [...orders].sort(byOpening);
        expect([...orders].reverse().sort(byOpening)).toEqual(sorted);
        sorted.slice(1).forEach((next, i) => {
          expect(next.openTimeMs).toBeGreaterThanOrEqual(sorted[i]!.openTimeMs);
        });
      }),
    );
  });
});

describe('byClosing', () => {
  it('orders by close time, and those of one millisecond by id', () => {
    fc.assert(
      fc.property(fc.array(transaction), (transactions) => {
        const sorted = [...transactions].sort(byClosing);
        sorted.slice(1).forEach((next, i) => {
          const before = sorted[i]!;
          const isLater = next.closeTimeMs > before.closeTimeMs;
          expect(isLater || (next.closeTimeMs === before.closeTimeMs && next.id >= before.id)).toBe(true);
        });
      }),
    );
  });

  it('is zero for the same transaction only', () => {
    const [one, other] = [completedOrder(openOrder(1), 10), completedOrder(openOrder(1, 1), 10)];
    expect(byClosing(one, one)).toBe(0);
    expect(byClosing(one, other)).toBe(-byClosing(other, one));
    expect(byClosing(one, other)).toBeLessThan(0);
  });
});

describe('prices', () => {
  it('have their mid between bid and offer, and the spread as their distance', () => {
    const price = { bid: 5918.21, offer: 5954.21 };
    expect(midPrice(price)).toBe((5918.21 + 5954.21) / 2);
    expect(spread(price)).toBe(36);
  });

  it.each(MARKET_STATES)(
    'are dealt on in state %s only when it is TRADEABLE and they are not delayed',
    (state) => {
      const tick = { ...storedTick(1), marketState: state, delayed: false };
      expect(isTradeable(tick)).toBe(state === 'TRADEABLE');
      expect(isTradeable({ ...tick, delayed: true })).toBe(false);
    },
  );
});

import type { Order } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenBook } from './open-book.ts';

function orderAt(place: number, price: number, barrier: number): Order {
  return {
    id: `${place}-0`,
    openTimeMs: place,
    openPrice: price,
    takeProfit: barrier,
    stopLoss: barrier,
    limitPrice: price + barrier,
    stopPrice: price - barrier,
  };
}

type Side = 'limit' | 'stop' | 'age';
type Step = { readonly side: Side; readonly price: number; readonly adds: number; readonly barrier: number };

/** Few prices, so that levels are shared, empty and come again; enough orders that closed places are swept. */
const steps = fc.array(
  fc.record({
    side: fc.constantFrom<Side>('limit', 'stop', 'age'),
    price: fc.integer({ min: 90, max: 110 }),
    adds: fc.integer({ min: 0, max: 9 }),
    barrier: fc.integer({ min: 1, max: 8 }),
  }),
  { maxLength: 400, size: 'max' },
);

function takeAll(book: OpenBook, { side, price }: Step, untilMs: number): string[] {
  const take = (): Order | undefined => {
    if (side === 'age') return book.takeOpenedUntil(untilMs);
    return side === 'limit' ? book.takeLimit(price) : book.takeStop(price);
  };
  const ids: string[] = [];
  for (let order = take(); order; order = take()) ids.push(order.id);
  return ids.sort();
}

describe('OpenBook', () => {
  it('takes exactly what looking at every open order takes', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const book = new OpenBook();
        let open: Order[] = [];
        let placed = 0;
        for (const step of all) {
          const untilMs = placed - 300;
          const isDue = ({ limitPrice, stopPrice, openTimeMs }: Order): boolean =>
            ({ limit: limitPrice <= step.price, stop: stopPrice >= step.price, age: openTimeMs <= untilMs })[
              step.side
            ];
          const due = open.filter(isDue).map(({ id }) => id);
          expect(takeAll(book, step, untilMs)).toEqual(due.sort());
          open = open.filter((order) => !isDue(order));
          for (let i = 0; i < step.adds; i++) {
            const order = orderAt(placed++, step.price, step.barrier);
            book.add(order);
            open.push(order);
          }
          expect(book.size).toBe(open.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});

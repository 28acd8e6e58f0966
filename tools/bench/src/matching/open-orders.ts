import { OpenBook } from '@moving-ground/deal';
import type { Book } from './book.ts';

/** The bot's own book. */
export function openOrders(): Book {
  const book = new OpenBook();
  return {
    get size() {
      return book.size;
    },
    add: (order) => book.add(order),
    close: (price) => {
      let closed = 0;
      while (book.takeLimit(price)) closed += 1;
      while (book.takeStop(price)) closed += 1;
      return closed;
    },
  };
}

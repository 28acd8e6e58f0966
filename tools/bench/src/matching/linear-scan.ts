import type { Order } from '@moving-ground/market';
import type { Book } from './book.ts';

/** Looks at every open order on every tick. */
export function linearScan(): Book {
  const open: Order[] = [];
  return {
    get size() {
      return open.length;
    },
    add: (order) => void open.push(order),
    close: (price) => {
      let kept = 0;
      for (const order of open) if (price < order.limitPrice && price > order.stopPrice) open[kept++] = order;
      const closed = open.length - kept;
      open.length = kept;
      return closed;
    },
  };
}

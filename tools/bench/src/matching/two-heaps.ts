import type { Order } from '@moving-ground/market';
import type { Book } from './book.ts';

type Entry = { readonly key: number; readonly position: { readonly order: Order; isOpen: boolean } };

/** The textbook: one binary heap by limit, one by stop; what one has closed is skipped when it is on top of the other. */
export function twoHeaps(): Book {
  const byLimit: Entry[] = [];
  const byStop: Entry[] = [];
  let size = 0;
  const closeFrom = (heap: Entry[], limit: number): number => {
    let closed = 0;
    for (let top = heap[0]; top && top.key <= limit; top = heap[0]) {
      pop(heap);
      if (top.position.isOpen) closed += 1;
      top.position.isOpen = false;
    }
    return closed;
  };
  return {
    get size() {
      return size;
    },
    add: (order) => {
      const position = { order, isOpen: true };
      push(byLimit, { key: order.limitPrice, position });
      push(byStop, { key: -order.stopPrice, position });
      size += 1;
    },
    close: (price) => {
      const closed = closeFrom(byLimit, price) + closeFrom(byStop, -price);
      size -= closed;
      return closed;
    },
  };
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as Entry;
    if (parent.key <= entry.key) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const entry = heap.pop() as Entry;
  const { length } = heap;
  if (length === 0) return;
  let at = 0;
  for (let below = 1; below < length; below = 2 * at + 1) {
    if (below + 1 < length && (heap[below + 1] as Entry).key < (heap[below] as Entry).key) below += 1;
    const child = heap[below] as Entry;
    if (child.key >= entry.key) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = entry;
}

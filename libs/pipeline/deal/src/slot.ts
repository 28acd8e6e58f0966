import type { Order } from '@moving-ground/market';

/** One of the equal parts a second is cut into. */
export type Slot = { readonly second: number; readonly index: number };

export function slotOf(timeMs: number, ordersPerSecond: number): Slot {
  const second = Math.floor(timeMs / 1000);
  return { second, index: Math.floor(((timeMs - second * 1000) * ordersPerSecond) / 1000) };
}

/**
 * The slot that an order has served. The index in its id counts too: with another number of orders per second
 * than at the time of the order, a later slot could otherwise be given the same id.
 */
export function slotServedBy(order: Order, ordersPerSecond: number): Slot {
  const { second, index } = slotOf(order.openTimeMs, ordersPerSecond);
  const written = Number(order.id.slice(order.id.indexOf('-') + 1));
  return { second, index: Math.max(index, written) };
}

export function isAfter(slot: Slot, served: Slot): boolean {
  return slot.second > served.second || (slot.second === served.second && slot.index > served.index);
}

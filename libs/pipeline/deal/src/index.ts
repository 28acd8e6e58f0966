export * from './bot.ts';
export * from './check-barriers.ts';
export { closeOrders, isTooWide } from './close-orders.ts';
export { OpenBook } from './open-book.ts';
export { placeOrder } from './place-order.ts';

export * from './bot.ts';
export * from './check-barriers.ts';
export { OpenBook } from './open-book.ts';

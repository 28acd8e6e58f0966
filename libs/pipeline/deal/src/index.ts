export * from './bot.ts';
export * from './check-barriers.ts';

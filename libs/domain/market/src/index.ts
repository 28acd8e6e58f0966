export * from './bot-settings.ts';
export * from './market-store.ts';
export * from './order.ts';
export * from './price-feed.ts';
export * from './price-tick.ts';
export * from './store-unreachable.ts';
export * from './transaction.ts';
export * from './writer-lock.ts';

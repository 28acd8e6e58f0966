export * from './bot-settings.ts';
export * from './market-store.ts';
export * from './order.ts';
export * from './price-feed.ts';
export * from './price-tick.ts';
export * from './transaction.ts';

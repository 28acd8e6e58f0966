export * from './errors.ts';
export * from './open-sqlite-market-store.ts';

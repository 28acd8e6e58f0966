export { NotMarkable, StoreUnavailable } from './errors.ts';
export { openMongoMarketStore, type MongoStoreOptions } from './open-mongo-market-store.ts';

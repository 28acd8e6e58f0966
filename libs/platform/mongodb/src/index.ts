export {
  NotMarkable,
  StoreAccessDenied,
  StoreFull,
  StoreRefused,
  StoreUnavailable,
  WriterLockLost,
} from './errors.ts';
export { openMongoMarketStore, type MongoStoreOptions } from './open-mongo-market-store.ts';

import type { MarketStore } from '@moving-ground/market';
import { openDatabase } from './open-database.ts';
import { SqliteMarketStore } from './sqlite-market-store.ts';

/**
 * Opens the file, creating it and its folder where there is none.
 * @throws StoreUnavailable when it cannot be written, or was made by another version
 */
export function openSqliteMarketStore(path: string): MarketStore {
  return new SqliteMarketStore(path, openDatabase(path));
}

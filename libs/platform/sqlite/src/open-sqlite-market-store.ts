import type { MarketStore } from '@moving-ground/market';
import { openDatabase } from './open-database.ts';
import { SqliteMarketStore } from './sqlite-market-store.ts';

export type SqliteStoreOptions = {
  /** The file grows to this many pages of 4,096 bytes and no further; absent: as far as the disk goes. */
  readonly mostPages?: number;
};

/**
 * Opens the file, creating it and its folder where there is none.
 * @throws StoreUnavailable when it cannot be written, or was made by another version
 */
export function openSqliteMarketStore(path: string, options: SqliteStoreOptions = {}): MarketStore {
  const database = openDatabase(path);
  if (options.mostPages !== undefined) database.exec(`PRAGMA max_page_count = ${options.mostPages}`);
  return new SqliteMarketStore(path, database);
}

import type { Order } from './order.ts';
import type { StoredTick } from './price-tick.ts';
import type { Transaction } from './transaction.ts';
import type { WriterLock } from './writer-lock.ts';

/** Everything that happened since the last group: kept together or not at all. */
export type MarketGroup = {
  readonly ticks: readonly StoredTick[];
  readonly opened: readonly Order[];
  readonly completed: readonly Transaction[];
};

export type MarketCounts = {
  readonly ticks: number;
  readonly openOrders: number;
  readonly completed: number;
  readonly unexported: number;
};

/**
 * Keeps ticks, orders and transactions across restarts. Every write is idempotent by natural key.
 * Every call may reject with StoreUnreachable.
 */
export interface MarketStore {
  /** Undefined while another process holds the lock. */
  tryLock(): Promise<WriterLock | undefined>;
  /** Resolves when the whole group is durable. An order that is completed in the same group is stored completed. */
  record(group: MarketGroup): Promise<void>;
  /** In opening order. */
  openOrders(): Promise<readonly Order[]>;
  /** The oldest completed and unexported transactions, in closing order, at most `limit`. */
  unexported(limit: number): Promise<readonly Transaction[]>;
  /** Ticks with `fromMs <= timeMs <= toMs`, in time order, in chunks. */
  ticksBetween(fromMs: number, toMs: number): AsyncIterable<readonly StoredTick[]>;
  lastTick(): Promise<StoredTick | undefined>;
  /** The newest order ever placed, open or completed, as long as it is kept. */
  lastOrder(): Promise<Order | undefined>;
  /** How many orders opened at `fromMs <= openTimeMs <= atMs` were not closed at or before `atMs`. */
  countOpenAt(fromMs: number, atMs: number): Promise<number>;
  /** Marks the transactions as belonging to the batch; marking again with the same batch changes nothing. */
  markExported(batchId: string, orderIds: readonly string[]): Promise<void>;
  counts(): Promise<MarketCounts>;
  /** Deletes ticks before `beforeMs` and exported transactions closed before it, at most `limit` of each; answers how many went. */
  prune(beforeMs: number, limit: number): Promise<number>;
  close(): Promise<void>;
}

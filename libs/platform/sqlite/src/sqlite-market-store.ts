import type { MarketCounts, MarketGroup, MarketStore, WriterLock } from '@moving-ground/market';
import type { Order, StoredTick, Transaction } from '@moving-ground/market';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDiskError, NotMarkable, StoreWriteFailed } from './errors.ts';
import {
  countOf,
  LISTED,
  orderOf,
  orderValues,
  tickOf,
  tickValues,
  transactionOf,
  transactionValues,
} from './rows.ts';
import { SQL, TICKS_PER_CHUNK } from './schema.ts';
import { tryLock } from './try-lock.ts';

type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

/** Every call does its work before it returns: a group is one transaction, durable when `record` resolves. */
export class SqliteMarketStore implements MarketStore {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  readonly #locks: WriterLock[] = [];
  /** The disk's error after which nothing is written any more. */
  #broken: StoreWriteFailed | undefined;

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
    this.#sql = Object.fromEntries(
      Object.entries(SQL).map(([name, text]) => [name, database.prepare(text)]),
    ) as Statements;
    for (const name of LISTED) this.#sql[name].setReturnArrays(true);
  }

  /** @throws StoreUnavailable */
  async tryLock(): Promise<WriterLock | undefined> {
    const lock = tryLock(this.#path);
    if (lock) this.#locks.push(lock);
    return lock;
  }

  async record({ ticks, opened, completed }: MarketGroup): Promise<void> {
    this.#inTransaction(() => {
      for (const tick of ticks) this.#sql.putTick.run(...tickValues(tick));
      for (const order of opened) this.#sql.putOrder.run(...orderValues(order));
      for (const transaction of completed) this.#sql.putTransaction.run(...transactionValues(transaction));
    });
  }

  async openOrders(): Promise<readonly Order[]> {
    return this.#sql.openOrders.all().map(orderOf);
  }

  async unexported(limit: number): Promise<readonly Transaction[]> {
    return this.#sql.unexported.all(limit).map(transactionOf);
  }

  /** Each chunk is a query of its own, so that writing goes on while a long answer is read. */
  async *ticksBetween(fromMs: number, toMs: number): AsyncGenerator<readonly StoredTick[]> {
    let after: Pick<StoredTick, 'timeMs' | 'sequence'> | undefined = { timeMs: fromMs, sequence: -1 };
    while (after) {
      const chunk: StoredTick[] = this.#sql.ticksAfter.all(after.timeMs, after.sequence, toMs).map(tickOf);
      if (chunk.length > 0) yield chunk;
      after = chunk.length === TICKS_PER_CHUNK ? chunk.at(-1) : undefined;
    }
  }

  async lastTick(): Promise<StoredTick | undefined> {
    const row = this.#sql.lastTick.get();
    return row && tickOf(row);
  }

  async lastOrder(): Promise<Order | undefined> {
    const row = this.#sql.lastOrder.get();
    return row && orderOf(row);
  }

  async countOpenAt(fromMs: number, atMs: number): Promise<number> {
    return countOf(this.#sql.countOpenAt.get(fromMs, atMs, atMs));
  }

  async markExported(batchId: string, orderIds: readonly string[]): Promise<void> {
    this.#inTransaction(() => {
      for (const id of orderIds) this.#mark(batchId, id);
    });
  }

  async counts(): Promise<MarketCounts> {
    const openOrders = countOf(this.#sql.countOpen.get());
    return {
      ticks: countOf(this.#sql.countTicks.get()),
      openOrders,
      completed: countOf(this.#sql.countOrders.get()) - openOrders,
      unexported: countOf(this.#sql.countUnexported.get()),
    };
  }

  async prune(beforeMs: number, limit: number): Promise<number> {
    return this.#inTransaction(() => {
      const ticks = this.#sql.pruneTicks.run(beforeMs, limit).changes;
      return Number(ticks) + Number(this.#sql.pruneExported.run(beforeMs, limit).changes);
    });
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
    await Promise.all(this.#locks.map((lock) => lock.release()));
  }

  #mark(batchId: string, id: string): void {
    if (this.#sql.mark.run(batchId, id).changes === 1) return;
    const state = this.#sql.stateOf.get(id);
    if (!state) throw new NotMarkable(id, batchId, 'is unknown');
    const { closeTimeMs, batchId: other } = state;
    throw new NotMarkable(id, batchId, closeTimeMs === null ? 'is open' : `belongs to batch ${other}`);
  }

  #inTransaction<T>(work: () => T): T {
    if (this.#broken) throw this.#broken;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const answer = work();
      this.#database.exec('COMMIT');
      return answer;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error instanceof NotMarkable ? error : this.#failed(error);
    }
  }

  #failed(cause: unknown): StoreWriteFailed {
    const failure = new StoreWriteFailed(this.#path, cause);
    if (isDiskError(cause)) this.#broken = failure;
    return failure;
  }
}

import type {
  MarketCounts,
  MarketGroup,
  MarketStore,
  Order,
  StoredTick,
  Transaction,
  WriterLock,
} from '@moving-ground/market';
import type { MongoClient } from 'mongodb';
import type { Collections } from './collections.ts';
import { orderOf, tickId, tickOf, transactionOf, type TickDocument } from './documents.ts';
import { prune } from './prune.ts';
import { refuseUnmarkable, type Marking } from './refuse-unmarkable.ts';
import type { Writer } from './writer.ts';

const TICKS_PER_CHUNK = 5_000;

/**
 * A write is acknowledged as one document, journaled by a majority, and brought into the plain collections after
 * that; what a crash or a cut leaves half brought in is brought in again before the next call. No transactions are
 * needed, so a single server does.
 */
export class MongoMarketStore implements MarketStore {
  readonly #client: MongoClient;
  readonly #collections: Collections;
  readonly #writer: Writer;

  constructor(client: MongoClient, collections: Collections, writer: Writer) {
    this.#client = client;
    this.#collections = collections;
    this.#writer = writer;
  }

  tryLock(): Promise<WriterLock | undefined> {
    return this.#writer.tryLock();
  }

  async record(group: MarketGroup): Promise<void> {
    if (group.ticks.length + group.opened.length + group.completed.length > 0) {
      await this.#writer.write({ group });
    }
  }

  openOrders(): Promise<readonly Order[]> {
    const documents = this.#collections.orders.find({ state: 'open' }).sort({ openTimeMs: 1, _id: 1 });
    return this.#writer.ask(async () => (await documents.toArray()).map(orderOf));
  }

  unexported(limit: number): Promise<readonly Transaction[]> {
    const documents = this.#collections.orders
      .find({ state: 'completed' })
      .sort({ closeTimeMs: 1, _id: 1 })
      .limit(limit);
    return this.#writer.ask(async () => (await documents.toArray()).map(transactionOf));
  }

  async *ticksBetween(fromMs: number, toMs: number): AsyncGenerator<readonly StoredTick[]> {
    const last = tickId({ timeMs: toMs, sequence: 999_999 });
    let after: string | undefined = tickId({ timeMs: Math.max(0, fromMs - 1), sequence: 999_999 });
    while (after !== undefined) {
      const between = { _id: { $gt: after, $lte: last } };
      const query = this.#collections.ticks.find(between).sort({ _id: 1 }).limit(TICKS_PER_CHUNK);
      const chunk: TickDocument[] = await this.#writer.ask(() => query.toArray());
      if (chunk.length) yield chunk.map(tickOf);
      after = chunk.length === TICKS_PER_CHUNK ? chunk.at(-1)?._id : undefined;
    }
  }

  async lastTick(): Promise<StoredTick | undefined> {
    const newest = this.#collections.ticks.find().sort({ _id: -1 }).limit(1);
    const [tick] = await this.#writer.ask(() => newest.toArray());
    return tick && tickOf(tick);
  }

  async lastOrder(): Promise<Order | undefined> {
    const newest = this.#collections.orders.find().sort({ openTimeMs: -1, _id: -1 }).limit(1);
    const [order] = await this.#writer.ask(() => newest.toArray());
    return order && orderOf(order);
  }

  countOpenAt(fromMs: number, atMs: number): Promise<number> {
    const opened = { openTimeMs: { $gte: fromMs, $lte: atMs } };
    const { orders } = this.#collections;
    return this.#writer.ask(async () => {
      const open = await orders.countDocuments({ ...opened, state: 'open' });
      return open + (await orders.countDocuments({ ...opened, closeTimeMs: { $gt: atMs } }));
    });
  }

  async markExported(batchId: string, orderIds: readonly string[]): Promise<void> {
    const found = this.#collections.orders.find<Marking>(
      { _id: { $in: [...orderIds] } },
      { projection: { state: 1, batchId: 1 } },
    );
    const markings = new Map((await this.#writer.ask(() => found.toArray())).map((one) => [one._id, one]));
    for (const id of orderIds) refuseUnmarkable(id, batchId, markings.get(id));
    // Written ahead as a group is: a batch that a crash left half marked would be exported in part again.
    await this.#writer.write({ marking: { batchId, orderIds } });
  }

  counts(): Promise<MarketCounts> {
    const { ticks, orders } = this.#collections;
    return this.#writer.ask(async () => {
      const unexported = await orders.countDocuments({ state: 'completed' });
      return {
        ticks: await ticks.countDocuments(),
        openOrders: await orders.countDocuments({ state: 'open' }),
        completed: unexported + (await orders.countDocuments({ state: 'exported' })),
        unexported,
      };
    });
  }

  prune(beforeMs: number, limit: number): Promise<number> {
    return this.#writer.sweep(() => prune(this.#collections, beforeMs, limit));
  }

  /** A server that cannot be told keeps the lock until it expires. */
  async close(): Promise<void> {
    await this.#writer.release().catch(() => undefined);
    await this.#client.close();
  }
}

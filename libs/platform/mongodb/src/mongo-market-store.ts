import type {
  MarketCounts,
  MarketGroup,
  MarketStore,
  Order,
  StoredTick,
  Transaction,
} from '@moving-ground/market';
import type { MongoClient } from 'mongodb';
import { applyGroup } from './apply-group.ts';
import type { Collections } from './collections.ts';
import { orderOf, tickId, tickOf, transactionOf } from './documents.ts';
import { NotMarkable } from './errors.ts';

const TICKS_PER_CHUNK = 5_000;

/**
 * Groups are acknowledged as one document, journaled by a majority, and brought into the plain collections after
 * that; what a crash leaves half brought in is brought in again at the next opening. No transactions are needed,
 * so a single server does.
 */
export class MongoMarketStore implements MarketStore {
  readonly #client: MongoClient;
  readonly #collections: Collections;
  #lastGroup: number;

  private constructor(client: MongoClient, collections: Collections, lastGroup: number) {
    this.#client = client;
    this.#collections = collections;
    this.#lastGroup = lastGroup;
  }

  static async open(client: MongoClient, collections: Collections): Promise<MongoMarketStore> {
    let last = 0;
    for await (const { _id, group } of collections.groups.find().sort({ _id: 1 })) {
      await applyGroup(collections, group);
      await collections.groups.deleteOne({ _id });
      last = _id;
    }
    return new MongoMarketStore(client, collections, last);
  }

  async record(group: MarketGroup): Promise<void> {
    if (group.ticks.length + group.opened.length + group.completed.length === 0) return;
    const { groups } = this.#collections;
    const _id = ++this.#lastGroup;
    // A retried insert whose first acknowledgement was lost meets its own document: replacing is the same.
    await groups.replaceOne({ _id }, { group }, { upsert: true });
    await applyGroup(this.#collections, group);
    await groups.deleteOne({ _id });
  }

  async openOrders(): Promise<readonly Order[]> {
    const documents = this.#collections.orders.find({ state: 'open' }).sort({ openTimeMs: 1, _id: 1 });
    return (await documents.toArray()).map(orderOf);
  }

  async unexported(limit: number): Promise<readonly Transaction[]> {
    const documents = this.#collections.orders.find({ state: 'completed' }).sort({ closeTimeMs: 1, _id: 1 });
    return (await documents.limit(limit).toArray()).map(transactionOf);
  }

  async *ticksBetween(fromMs: number, toMs: number): AsyncGenerator<readonly StoredTick[]> {
    const last = tickId({ timeMs: toMs, sequence: 999_999 });
    let after: string | undefined = tickId({ timeMs: Math.max(0, fromMs - 1), sequence: 999_999 });
    while (after !== undefined) {
      const query = this.#collections.ticks.find({ _id: { $gt: after, $lte: last } }).sort({ _id: 1 });
      const chunk = await query.limit(TICKS_PER_CHUNK).toArray();
      if (chunk.length) yield chunk.map(tickOf);
      after = chunk.length === TICKS_PER_CHUNK ? chunk.at(-1)?._id : undefined;
    }
  }

  async lastTick(): Promise<StoredTick | undefined> {
    const [tick] = await this.#collections.ticks.find().sort({ _id: -1 }).limit(1).toArray();
    return tick && tickOf(tick);
  }

  async lastOrder(): Promise<Order | undefined> {
    const [order] = await this.#collections.orders
      .find()
      .sort({ openTimeMs: -1, _id: -1 })
      .limit(1)
      .toArray();
    return order && orderOf(order);
  }

  async countOpenAt(fromMs: number, atMs: number): Promise<number> {
    const opened = { openTimeMs: { $gte: fromMs, $lte: atMs } };
    const { orders } = this.#collections;
    const open = await orders.countDocuments({ ...opened, state: 'open' });
    return open + (await orders.countDocuments({ ...opened, closeTimeMs: { $gt: atMs } }));
  }

  async markExported(batchId: string, orderIds: readonly string[]): Promise<void> {
    const { orders } = this.#collections;
    const ids = [...orderIds];
    const found = await orders
      .find({ _id: { $in: ids } })
      .project({ state: 1, batchId: 1 })
      .toArray();
    const states = new Map(found.map((document) => [String(document['_id']), document]));
    for (const id of ids) refuseUnmarkable(id, batchId, states.get(id));
    await orders.updateMany(
      { _id: { $in: ids }, state: 'completed' },
      { $set: { state: 'exported', batchId } },
    );
  }

  async counts(): Promise<MarketCounts> {
    const { ticks, orders } = this.#collections;
    const [open, unexported, exported] = await Promise.all(
      (['open', 'completed', 'exported'] as const).map((state) => orders.countDocuments({ state })),
    );
    const waiting = unexported ?? 0;
    return {
      ticks: await ticks.countDocuments(),
      openOrders: open ?? 0,
      completed: waiting + (exported ?? 0),
      unexported: waiting,
    };
  }

  async prune(beforeMs: number, limit: number): Promise<number> {
    const { ticks, orders } = this.#collections;
    const old = await ticks
      .find({ _id: { $lt: tickId({ timeMs: beforeMs, sequence: 0 }) } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    const done = await orders
      .find({ state: 'exported', closeTimeMs: { $lt: beforeMs } }, { projection: { _id: 1 } })
      .sort({ closeTimeMs: 1 })
      .limit(limit)
      .toArray();
    const gone = await ticks.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
    const goneToo = await orders.deleteMany({ _id: { $in: done.map(({ _id }) => _id) } });
    return gone.deletedCount + goneToo.deletedCount;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

type Marking = { readonly state?: string; readonly batchId?: string };

function refuseUnmarkable(id: string, batchId: string, marking: Marking | undefined): void {
  if (!marking) throw new NotMarkable(id, batchId, 'is unknown');
  if (marking.state === 'open') throw new NotMarkable(id, batchId, 'is open');
  if (marking.state === 'exported' && marking.batchId !== batchId) {
    throw new NotMarkable(id, batchId, `belongs to batch ${String(marking.batchId)}`);
  }
}

import { StoreUnreachable, type MarketGroup, type MarketStore, type StoredTick } from '@moving-ground/market';
import { completedOrder, openOrder, storedTick } from '@moving-ground/market/contract';
import { openMongoMarketStore, StoreUnavailable, type MongoStoreOptions } from '@moving-ground/mongodb';
import { MongoClient, type Document } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { TcpProxy } from './tcp-proxy.ts';

const PLACES = ['ticks', 'orders'] as const;

/** The driver asks for the server's state only when it needs it, so that a reset falls on what a test asked. */
const QUIET = 'minHeartbeatFrequencyMS=10&heartbeatFrequencyMS=600000';

/** A database of its own on the server, the way there that goes wrong, and one that does not. */
export class MongoTrial {
  readonly proxy: TcpProxy;
  readonly #direct: MongoClient;
  readonly #database = `ground-faults-${randomUUID()}`;
  #opened: MarketStore[] = [];

  private constructor(proxy: TcpProxy, direct: MongoClient) {
    this.proxy = proxy;
    this.#direct = direct;
  }

  static async at(uri: string): Promise<MongoTrial> {
    const { hostname, port } = new URL(uri);
    const proxy = await TcpProxy.before({ host: hostname, port: Number(port || 27_017) });
    return new MongoTrial(proxy, await new MongoClient(uri).connect());
  }

  async open(options: MongoStoreOptions = {}): Promise<MarketStore> {
    const scaled = { unreachableMs: 500, answerMs: 1_500, beatMs: 50, lostAfterMs: 600_000 };
    const uri = `mongodb://127.0.0.1:${this.proxy.port}/?directConnection=true&${QUIET}`;
    const store = await openMongoMarketStore(uri, { database: this.#database, ...scaled, ...options });
    this.#opened.push(store);
    return store;
  }

  /** Everything that is kept, byte for byte, seen without the proxy. */
  async kept(): Promise<Record<string, Document[]>> {
    const database = this.#direct.db(this.#database);
    const documents = PLACES.map((place) => database.collection(place).find().sort({ _id: 1 }).toArray());
    const [ticks = [], orders = []] = await Promise.all(documents);
    return { ticks, orders };
  }

  /** Whether a write is acknowledged and not all of it brought in. */
  async owes(): Promise<boolean> {
    const last = await this.#direct.db(this.#database).collection('groups').findOne();
    return last?.['work'] !== undefined;
  }

  async end(): Promise<void> {
    this.proxy.clear();
    await this.proxy.up();
    await Promise.all(this.#opened.map((store) => store.close()));
    await this.#direct.db(this.#database).dropDatabase();
    await this.#direct.close();
    await this.proxy.close();
  }
}

/** Asks again for as long as nothing answers; what is final stays an error. */
export async function untilAnswered<T>(
  call: () => Promise<T>,
  whenUnanswered: (error: Error) => Promise<void> = () => delay(5),
): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const isAway = error instanceof StoreUnreachable || error instanceof StoreUnavailable;
      if (!isAway) throw error;
      await whenUnanswered(error);
    }
  }
}

/** Second by second: four ticks, two orders opened, and those of two seconds ago completed. */
export function groupOfSecond(second: number): MarketGroup {
  const ordersOf = (of: number) => [0, 1].map((slot) => openOrder(of * 1000 + slot * 400, slot));
  const ticks: StoredTick[] = [0, 1, 1, 700].map((ms, i) => storedTick(second * 1000 + ms, i === 2 ? 1 : 0));
  const done = second < 2 ? [] : ordersOf(second - 2);
  return {
    ticks,
    opened: ordersOf(second),
    completed: done.map((order, slot) => completedOrder(order, second * 1000 + slot)),
  };
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MarketGroup, MarketStore } from './market-store.ts';
import type { Order } from './order.ts';
import type { StoredTick } from './price-tick.ts';
import type { Transaction } from './transaction.ts';

const SECOND = 1_767_607_200;
const START = SECOND * 1000;

/** Prices that no decimal rounding survives, so that a store which rounds is found out. */
export function storedTick(offsetMs: number, sequence = 0): StoredTick {
  return {
    timeMs: START + offsetMs,
    sequence,
    bid: 6476.1 + 0.2 + offsetMs / 3,
    offer: 6512.1 + 0.2 + offsetMs / 3,
    midOpen: offsetMs % 2 ? null : 6400.25,
    high: 6600.125,
    low: null,
    change: -31.32,
    changePercent: null,
    marketState: offsetMs % 3 ? 'TRADEABLE' : 'AUCTION_NO_EDIT',
    delayed: offsetMs % 5 === 0,
  };
}

export function openOrder(offsetMs: number, slot = 0): Order {
  const openPrice = 6512.1 + 0.2 + offsetMs / 7;
  return {
    id: `${SECOND + Math.floor(offsetMs / 1000)}-${slot}`,
    openTimeMs: START + offsetMs,
    openPrice,
    takeProfit: 10.1,
    stopLoss: 9.9,
    limitPrice: openPrice + 10.1,
    stopPrice: openPrice - 9.9,
  };
}

export function completedOrder(order: Order, closeOffsetMs: number): Transaction {
  return {
    ...order,
    closeTimeMs: START + closeOffsetMs,
    closePrice: order.limitPrice + 0.1,
    exit: 'take-profit',
    outcome: 'profit',
    nominalProfit: order.takeProfit,
    actualProfit: -25.9 + 1 / 3,
  };
}

const NOTHING: MarketGroup = { ticks: [], opened: [], completed: [] };

async function collect(chunks: AsyncIterable<readonly StoredTick[]>): Promise<StoredTick[]> {
  const ticks: StoredTick[] = [];
  for await (const chunk of chunks) ticks.push(...chunk);
  return ticks;
}

const idsOf = (orders: readonly Order[]): string[] => orders.map(({ id }) => id);

/**
 * What every MarketStore does, as a suite.
 * @param open opens an empty store on its first call in a test, and the same store again on the next
 */
export function describeMarketStore(name: string, open: () => Promise<MarketStore>): void {
  describe(`${name} as a MarketStore`, () => {
    let store: MarketStore;

    beforeEach(async () => {
      store = await open();
    });

    afterEach(async () => {
      await store.close();
    });

    async function reopen(): Promise<void> {
      await store.close();
      store = await open();
    }

    describe('ticks', () => {
      it('come back exactly, in time order, whatever order they were recorded in', async () => {
        const ticks = [storedTick(0), storedTick(1), storedTick(1, 1), storedTick(1, 2), storedTick(7)];
        await store.record({ ...NOTHING, ticks: [3, 0, 4].map((i) => ticks[i]!) });
        await store.record({ ...NOTHING, ticks: [2, 1].map((i) => ticks[i]!) });
        await reopen();
        expect(await collect(store.ticksBetween(START, START + 7))).toEqual(ticks);
      });

      it('are found from the first to the last millisecond asked for', async () => {
        await store.record({ ...NOTHING, ticks: [0, 1, 2, 3].map((offset) => storedTick(offset)) });
        const found = await collect(store.ticksBetween(START + 1, START + 2));
        expect(found.map(({ timeMs }) => timeMs - START)).toEqual([1, 2]);
        expect(await collect(store.ticksBetween(START + 4, START + 99))).toEqual([]);
      });

      it('are there once when recorded twice', async () => {
        const group = { ...NOTHING, ticks: [storedTick(0), storedTick(1)] };
        await store.record(group);
        await store.record(group);
        expect((await store.counts()).ticks).toBe(2);
      });

      it('come in more than one chunk when they are many, without a hole at the seams', async () => {
        const ticks = Array.from({ length: 12_345 }, (_, i) => storedTick(Math.floor(i / 2), i % 2));
        await store.record({ ...NOTHING, ticks });
        const sizes: number[] = [];
        for await (const chunk of store.ticksBetween(START, START + 1e6)) sizes.push(chunk.length);
        expect(sizes.length).toBeGreaterThan(1);
        expect(await collect(store.ticksBetween(START, START + 1e6))).toEqual(ticks);
      });

      it('have a last one: the latest in time, then in sequence', async () => {
        expect(await store.lastTick()).toBeUndefined();
        await store.record({ ...NOTHING, ticks: [storedTick(5, 1), storedTick(5), storedTick(4)] });
        await reopen();
        expect(await store.lastTick()).toEqual(storedTick(5, 1));
      });
    });

    describe('orders', () => {
      it('come back exactly, in opening order, across a restart', async () => {
        const orders = [openOrder(10), openOrder(400, 1), openOrder(1200)];
        await store.record({ ...NOTHING, opened: [orders[2]!, orders[0]!, orders[1]!] });
        await reopen();
        expect(await store.openOrders()).toEqual(orders);
      });

      it('are no longer open once completed, in the same group or in a later one', async () => {
        const [first, second] = [openOrder(10), openOrder(400, 1)];
        await store.record({ ...NOTHING, opened: [first], completed: [completedOrder(first, 20)] });
        await store.record({ ...NOTHING, opened: [second] });
        await store.record({ ...NOTHING, completed: [completedOrder(second, 500)] });
        expect(await store.openOrders()).toEqual([]);
        expect(await store.unexported(9)).toEqual([completedOrder(first, 20), completedOrder(second, 500)]);
      });

      it('stay completed when their opening is recorded again', async () => {
        const order = openOrder(10);
        const group = { ...NOTHING, opened: [order] };
        await store.record(group);
        await store.record({ ...NOTHING, completed: [completedOrder(order, 20)] });
        await store.record(group);
        expect(await store.openOrders()).toEqual([]);
        expect((await store.counts()).completed).toBe(1);
      });

      it('have a newest one, open or completed', async () => {
        expect(await store.lastOrder()).toBeUndefined();
        const [first, second] = [openOrder(10), openOrder(400, 1)];
        await store.record({ ...NOTHING, opened: [first, second] });
        await store.record({ ...NOTHING, completed: [completedOrder(second, 500)] });
        await reopen();
        expect(await store.lastOrder()).toEqual(second);
      });

      it('are counted as open at a moment by their opening and closing times', async () => {
        const orders = [0, 1000, 2000, 3000].map((offset) => openOrder(offset));
        await store.record({ ...NOTHING, opened: orders });
        await store.record({
          ...NOTHING,
          completed: [completedOrder(orders[0]!, 2500), completedOrder(orders[1]!, 2501)],
        });
        expect(await store.countOpenAt(START, START + 2500)).toBe(2);
        expect(await store.countOpenAt(START + 1001, START + 2500)).toBe(1);
        expect(await store.countOpenAt(START, START + 3000)).toBe(2);
      });
    });

    describe('transactions', () => {
      const orders = [0, 1000, 2000, 3000].map((offset) => openOrder(offset));
      /** Closing order: 2 at 4000, then 0 and 1 together at 5000, then 3. */
      const closings = [5000, 5000, 4000, 6000];
      const completed = orders.map((order, i) => completedOrder(order, closings[i]!));

      it('come oldest first in closing order, ties by id, no more than asked for', async () => {
        await store.record({ ...NOTHING, opened: orders, completed });
        expect(idsOf(await store.unexported(9))).toEqual([2, 0, 1, 3].map((i) => orders[i]!.id));
        expect(idsOf(await store.unexported(2))).toEqual([2, 0].map((i) => orders[i]!.id));
      });

      it('are not offered again once marked with their batch, also after a restart', async () => {
        await store.record({ ...NOTHING, opened: orders, completed });
        await store.markExported('20260105t100005-00000001', [orders[2]!.id, orders[0]!.id]);
        await reopen();
        expect(idsOf(await store.unexported(9))).toEqual([orders[1]!.id, orders[3]!.id]);
        expect(await store.counts()).toEqual({ ticks: 0, openOrders: 0, completed: 4, unexported: 2 });
      });

      it('may be marked again with the same batch, and recorded again, without a change', async () => {
        const group = { ...NOTHING, opened: orders, completed };
        await store.record(group);
        const ids = idsOf(orders);
        await store.markExported('20260105t100005-00000001', ids);
        await store.markExported('20260105t100005-00000001', ids);
        await store.record(group);
        expect(await store.counts()).toEqual({ ticks: 0, openOrders: 0, completed: 4, unexported: 0 });
      });

      it('refuse to be marked with a second batch', async () => {
        await store.record({ ...NOTHING, opened: orders, completed });
        await store.markExported('20260105t100005-00000001', [orders[0]!.id]);
        const ids = [orders[1]!.id, orders[0]!.id];
        await expect(store.markExported('20260105t100005-00000002', ids)).rejects.toThrow(orders[0]!.id);
        expect((await store.counts()).unexported).toBe(3);
      });

      it('refuse to be marked while the order is open or unknown', async () => {
        await store.record({ ...NOTHING, opened: [orders[0]!] });
        await expect(store.markExported('20260105t100005-00000001', [orders[0]!.id])).rejects.toThrow();
        await expect(store.markExported('20260105t100005-00000001', ['1-0'])).rejects.toThrow('1-0');
      });
    });

    describe('the right to write', () => {
      it('is had by one store at a time, and by the next as soon as it is given back', async () => {
        const other = await open();
        const lock = await store.tryLock();
        expect(lock).toBeDefined();
        expect(await other.tryLock()).toBeUndefined();
        await lock?.release();
        expect(await other.tryLock()).toBeDefined();
        expect(await store.tryLock()).toBeUndefined();
        await other.close();
      });

      it('is given back by closing', async () => {
        const other = await open();
        await other.tryLock();
        expect(await store.tryLock()).toBeUndefined();
        await other.close();
        expect(await store.tryLock()).toBeDefined();
      });

      it('keeps nobody from reading', async () => {
        const other = await open();
        await other.tryLock();
        await other.record({ ...NOTHING, ticks: [storedTick(0)] });
        expect(await store.lastTick()).toEqual(storedTick(0));
        await other.close();
      });
    });

    describe('counts', () => {
      it('are zero at first and follow what is recorded', async () => {
        expect(await store.counts()).toEqual({ ticks: 0, openOrders: 0, completed: 0, unexported: 0 });
        const [first, second] = [openOrder(10), openOrder(400, 1)];
        await store.record({
          ticks: [storedTick(0)],
          opened: [first, second],
          completed: [completedOrder(first, 20)],
        });
        expect(await store.counts()).toEqual({ ticks: 1, openOrders: 1, completed: 1, unexported: 1 });
      });
    });

    describe('pruning', () => {
      it('takes old ticks and old exported transactions, and nothing that is still needed', async () => {
        const [exported, waiting, open, late] = [0, 1000, 2000, 3000].map((offset) => openOrder(offset));
        await store.record({
          ticks: [0, 1, 2, 9000].map((offset) => storedTick(offset)),
          opened: [open!],
          completed: [
            completedOrder(exported!, 1500),
            completedOrder(waiting!, 1600),
            completedOrder(late!, 9000),
          ],
        });
        await store.markExported('20260105t100005-00000001', [exported!.id, late!.id]);
        expect(await store.prune(START + 9000, 100)).toBe(4);
        expect(await store.prune(START + 9000, 100)).toBe(0);
        expect(await store.counts()).toEqual({ ticks: 1, openOrders: 1, completed: 2, unexported: 1 });
      });

      it('takes the oldest first and no more than the limit of each', async () => {
        await store.record({ ...NOTHING, ticks: [0, 1, 2, 3].map((offset) => storedTick(offset)) });
        expect(await store.prune(START + 9000, 3)).toBe(3);
        expect(await collect(store.ticksBetween(START, START + 9000))).toEqual([storedTick(3)]);
      });
    });
  });
}

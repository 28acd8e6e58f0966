import type { MarketCounts, MarketStore, Order, StoredTick } from '@moving-ground/market';

/** What an earlier process left in the store. */
export type Resumption = {
  readonly lastTick: StoredTick | undefined;
  readonly lastOrder: Order | undefined;
  readonly openOrders: readonly Order[];
  readonly counts: MarketCounts;
};

export async function resume(store: MarketStore): Promise<Resumption> {
  return {
    lastTick: await store.lastTick(),
    lastOrder: await store.lastOrder(),
    openOrders: await store.openOrders(),
    counts: await store.counts(),
  };
}

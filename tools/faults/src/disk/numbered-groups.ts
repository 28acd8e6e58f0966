import type { MarketGroup, MarketStore, Order, StoredTick, Transaction } from '@moving-ground/market';

const SECOND = 1_767_607_200;
const TICKS = 3;

/** Group i: three ticks, two orders, and the end of the first order of the group before. */
export function numberedGroup(i: number): MarketGroup {
  return {
    ticks: Array.from({ length: TICKS }, (_, n) => tickOf(i, n)),
    opened: [orderOf(i, 0), orderOf(i, 1)],
    completed: i === 0 ? [] : [transactionOf(i - 1)],
  };
}

/**
 * How many groups a store holds, counted from the first.
 * @throws Error when one of them is there in part, or more than these are there
 */
export async function wholeGroups(store: MarketStore): Promise<number> {
  const { ticks } = await store.counts();
  const groups = Math.ceil(ticks / TICKS);
  const expected = Array.from({ length: groups }, (_, i) => numberedGroup(i));
  const completed = expected.flatMap((group) => group.completed);
  const closed = new Set(completed.map(({ id }) => id));
  const found = {
    ticks: await collect(store.ticksBetween(0, Number.MAX_SAFE_INTEGER)),
    open: await store.openOrders(),
    completed: await store.unexported(Number.MAX_SAFE_INTEGER),
  };
  const open = expected.flatMap((group) => group.opened).filter(({ id }) => !closed.has(id));
  const whole = { ticks: expected.flatMap((group) => group.ticks), open, completed };
  if (JSON.stringify(found) !== JSON.stringify(whole))
    throw new Error(`${groups} groups, not all whole: ${JSON.stringify(found)}`);
  return groups;
}

async function collect(chunks: AsyncIterable<readonly StoredTick[]>): Promise<readonly StoredTick[]> {
  const ticks: StoredTick[] = [];
  for await (const chunk of chunks) ticks.push(...chunk);
  return ticks;
}

function tickOf(i: number, n: number): StoredTick {
  return {
    timeMs: (SECOND + i) * 1000 + 100 * n,
    sequence: 0,
    bid: 6476.1 + i / 3,
    offer: 6512.1 + i / 7,
    midOpen: null,
    high: 6600.125,
    low: null,
    change: -31.32,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

function orderOf(i: number, slot: number): Order {
  const openPrice = 6512.1 + i / 7;
  return {
    id: `${SECOND + i}-${slot}`,
    openTimeMs: (SECOND + i) * 1000 + slot * 100,
    openPrice,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: openPrice + 10,
    stopPrice: openPrice - 10,
  };
}

function transactionOf(i: number): Transaction {
  const order = orderOf(i, 0);
  return {
    ...order,
    closeTimeMs: order.openTimeMs + 1000,
    closePrice: order.limitPrice,
    exit: 'take-profit',
    outcome: 'profit',
    nominalProfit: 10,
    actualProfit: -26.1,
  };
}

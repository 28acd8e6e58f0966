import type { Contest, Contestant, Turn } from '../contest.ts';
import { startWatch } from '../stopwatch.ts';
import type { Book } from './book.ts';
import { linearScan } from './linear-scan.ts';
import { openOrders } from './open-orders.ts';
import { ORDERS_A_TICK, orderFlow, type FlowSettings, type OrderFlow } from './order-flow.ts';
import { twoHeaps } from './two-heaps.ts';

/** With this one the mean of the open orders over the measured ticks is near to the wanted one. */
const SEED = 5;
const OPEN = 300_000;
/** Five times an order's mean life of 60,000 ticks: as many close as are opened by then. */
const FILLING = 300_000;
const MEASURED = { shared: 500_000, apart: 100_000 } as const;
/** Few enough that a turn of the scan ends while one waits: a hundredth of all but the measured ticks. */
const SCANNED = { open: OPEN / 100, filling: FILLING / 100, ticks: 20_000 } as const;

type Filled = OrderFlow & { readonly filling: number };

export function matching(barriers: FlowSettings['barriers']): Contest {
  const measured = MEASURED[barriers];
  const settings = { seed: SEED, barriers } as const;
  const flow = { ...orderFlow({ ...settings, ticks: FILLING + measured, open: OPEN }), filling: FILLING };
  const { mean, least, most } = openDuring(flow);
  return {
    data:
      `${measured} ticks of a walk in cents, ${ORDERS_A_TICK} orders placed on each, ${mean} open in the mean ` +
      `(${least} to ${most}) after ${FILLING} ticks of filling; seed ${SEED}`,
    figure: 'rate',
    unit: 'ticks/s',
    contestants: [
      { name: 'two binary heaps', role: 'peer', turn: async () => match(twoHeaps(), flow) },
      { name: 'the bot’s open book', role: 'candidate', turn: async () => match(openOrders(), flow) },
      scan(settings),
    ],
    absent: [],
    warmUps: 1,
    turns: 5,
  };
}

function scan(settings: Pick<FlowSettings, 'seed' | 'barriers'>): Contestant {
  const { open, filling, ticks } = SCANNED;
  const flow = { ...orderFlow({ ...settings, ticks: filling + ticks, open }), filling };
  return {
    name: `linear scan, only ${open} open`,
    role: 'peer',
    turn: async () => match(linearScan(), flow),
  };
}

/** The first part of the flow fills the book, the rest is measured. */
function match(book: Book, flow: Filled): Turn {
  const ticks = flow.prices.length;
  deal(book, flow, 0, flow.filling);
  const elapsed = startWatch();
  deal(book, flow, flow.filling, ticks);
  return { units: ticks - flow.filling, ...elapsed() };
}

function deal(book: Book, { prices, orders }: OrderFlow, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    book.close(prices[i] ?? NaN);
    for (let k = i * ORDERS_A_TICK; k < (i + 1) * ORDERS_A_TICK; k++) {
      const order = orders[k];
      if (order) book.add(order);
    }
  }
}

function openDuring(flow: Filled): { mean: number; least: number; most: number } {
  const book = openOrders();
  const ticks = flow.prices.length;
  deal(book, flow, 0, flow.filling);
  let [sum, least, most] = [0, Infinity, 0];
  for (let i = flow.filling; i < ticks; i++) {
    deal(book, flow, i, i + 1);
    sum += book.size;
    least = Math.min(least, book.size);
    most = Math.max(most, book.size);
  }
  return { mean: Math.round(sum / (ticks - flow.filling)), least, most };
}

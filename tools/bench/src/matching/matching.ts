import type { Contest, Contestant, Role, Turn } from '../contest.ts';
import { startWatch } from '../stopwatch.ts';
import type { Book } from './book.ts';
import { linearScan } from './linear-scan.ts';
import { openOrders } from './open-orders.ts';
import { ORDERS_A_TICK, orderFlow, type OrderFlow } from './order-flow.ts';
import { twoHeaps } from './two-heaps.ts';

/** With this one the mean of the open orders over the measured ticks is near to the wanted one. */
const SEED = 5;
const OPEN = 300_000;
/** Five times an order's mean life of 60,000 ticks: as many close as are opened by then. */
const FILLING = 300_000;
const MEASURED = 500_000;
/** Few enough that a turn of the scan ends while one waits. */
const SCANNED_OPEN = 3_000;
const SCANNED_TICKS = 20_000;

export function matching(): Contest {
  const flow = orderFlow(FILLING + MEASURED, OPEN, SEED);
  const small = orderFlow(FILLING / 100 + SCANNED_TICKS, SCANNED_OPEN, SEED);
  const { mean, least, most } = openDuring(flow);
  return {
    data:
      `${MEASURED} ticks of a walk in cents, ${ORDERS_A_TICK} orders placed on each, ${mean} open in the mean ` +
      `(${least} to ${most}) after ${FILLING} ticks of filling; seed ${SEED}`,
    figure: 'rate',
    unit: 'ticks/s',
    contestants: [
      contestant('two binary heaps', 'peer', twoHeaps, flow),
      contestant('the bot’s open book', 'candidate', openOrders, flow),
      contestant(`linear scan, only ${SCANNED_OPEN} open`, 'peer', linearScan, small),
    ],
    absent: [],
    warmUps: 1,
    turns: 5,
  };
}

function contestant(name: string, role: Role, open: () => Book, flow: OrderFlow): Contestant {
  return { name, role, turn: async () => match(open(), flow) };
}

/** The first part of the flow fills the book, the rest is measured. */
function match(book: Book, flow: OrderFlow): Turn {
  const from = flow.prices.length > FILLING ? FILLING : FILLING / 100;
  deal(book, flow, 0, from);
  const elapsed = startWatch();
  deal(book, flow, from, flow.prices.length);
  return { units: flow.prices.length - from, ...elapsed() };
}

function deal(book: Book, { prices, orders }: OrderFlow, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    book.close(prices[i] ?? NaN);
    const order = orders[i];
    if (order === undefined) return;
    for (let k = 0; k < ORDERS_A_TICK; k++) book.add(order);
  }
}

function openDuring({ prices, orders }: OrderFlow): { mean: number; least: number; most: number } {
  const book = openOrders();
  deal(book, { prices, orders }, 0, FILLING);
  let [sum, least, most] = [0, Infinity, 0];
  for (let i = FILLING; i < prices.length; i++) {
    deal(book, { prices, orders }, i, i + 1);
    sum += book.size;
    least = Math.min(least, book.size);
    most = Math.max(most, book.size);
  }
  return { mean: Math.round(sum / MEASURED), least, most };
}

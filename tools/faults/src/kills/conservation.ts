import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { DatabaseSync } from 'node:sqlite';

export type Conservation = {
  readonly orders: number;
  readonly open: number;
  readonly waiting: number;
  readonly exported: number;
  readonly batches: number;
};

/** What was found to be against the law; the message names the order or the batch. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';
}

type OrderRow = { readonly id: string; readonly closeTimeMs: number | null; readonly batchId: string | null };

/**
 * Every order is exactly one of open, completed and waiting, or exported; the exported ones are in the files of
 * exactly the batch they name, once; and every manifest's batch is one that the store knows.
 * @param objects what S3 holds, by key
 * @throws LawBroken
 */
export function checkConservation(storePath: string, objects: ReadonlyMap<string, Buffer>): Conservation {
  const orders = ordersOf(storePath);
  const delivered = deliveredOrders(objects);
  for (const order of orders) requireLaw(order, delivered.get(order.id));
  const known = new Set(orders.map(({ id }) => id));
  for (const id of delivered.keys()) if (!known.has(id)) throw new LawBroken(`order ${id} is in no store`);
  const count = (fits: (order: OrderRow) => boolean): number => orders.filter(fits).length;
  return {
    orders: orders.length,
    open: count(({ closeTimeMs }) => closeTimeMs === null),
    waiting: count(({ closeTimeMs, batchId }) => closeTimeMs !== null && batchId === null),
    exported: count(({ batchId }) => batchId !== null),
    batches: new Set(delivered.values()).size,
  };
}

function requireLaw({ id, closeTimeMs, batchId }: OrderRow, deliveredIn: string | undefined): void {
  if (closeTimeMs === null && batchId !== null) throw new LawBroken(`order ${id} is open and in a batch`);
  // A batch whose manifest is there and whose mark is not yet made is delivered again, as the same batch.
  const isMarkDue = batchId === null && closeTimeMs !== null && deliveredIn !== undefined;
  if (batchId !== (deliveredIn ?? null) && !isMarkDue)
    throw new LawBroken(`order ${id} is marked with ${batchId} and delivered in ${deliveredIn}`);
}

/** Order id to batch id, of the batches that exist: those with a manifest. */
function deliveredOrders(objects: ReadonlyMap<string, Buffer>): ReadonlyMap<string, string> {
  const delivered = new Map<string, string>();
  for (const key of objects.keys()) {
    const batchId = /^staging\/([^/]+)\/manifest\.json$/.exec(key)?.[1];
    if (batchId === undefined) continue;
    for (const id of idsIn(objects.get(`staging/${batchId}/transactions.csv`))) {
      if (delivered.has(id)) throw new LawBroken(`order ${id} is in ${batchId} and in ${delivered.get(id)}`);
      delivered.set(id, batchId);
    }
  }
  return delivered;
}

function idsIn(csv: Buffer | undefined): string[] {
  if (!csv) throw new LawBroken('a manifest is there without its transactions');
  return [...csv.toString().matchAll(/^.*?(\d{10}-\d+)/gm)].map(([, id]) => String(id));
}

function ordersOf(storePath: string): OrderRow[] {
  // Opening it as the streamer does brings in what the write-ahead log still holds.
  void openSqliteMarketStore(storePath).close();
  const database = new DatabaseSync(storePath, { readOnly: true });
  try {
    const query = 'SELECT id, close_time_ms AS closeTimeMs, batch_id AS batchId FROM market_order';
    return database.prepare(query).all() as OrderRow[];
  } finally {
    database.close();
  }
}

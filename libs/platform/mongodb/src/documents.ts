import type { MarketGroup, Order, StoredTick, Transaction } from '@moving-ground/market';
import { Double } from 'mongodb';

/** `_id` sorts as time and sequence do: 15 and 6 digits hold every millisecond until the year 33658. */
export type TickDocument = Omit<StoredTick, 'timeMs' | 'sequence'> & {
  _id: string;
  timeMs: number;
  sequence: number;
};

/** One document is an order for its whole life: open, then completed, then exported. */
export type OrderDocument = Omit<Order, 'id'> &
  Partial<Omit<Transaction, keyof Order>> & {
    _id: string;
    state: 'open' | 'completed' | 'exported';
    batchId?: string;
  };

/** What is written at once and brought into the other collections after that. */
export type Work = {
  readonly group?: MarketGroup;
  readonly marking?: { readonly batchId: string; readonly orderIds: readonly string[] };
};

/** The last write, with its work for as long as not all of it is in the other collections. */
export type WriteDocument = { _id: 'last'; writer: string; number: number; work?: Work };

/** `holder` is empty while nobody has the lock; `beat` only ever rises. */
export type LockDocument = { _id: 'writer'; holder: string; beat: number };

/** The server's code for an `_id` that is there already. */
export const DUPLICATE_KEY = 11000;

export function tickDocument(tick: StoredTick): TickDocument {
  return { _id: tickId(tick), ...doubles(tick) };
}

export function tickId({ timeMs, sequence }: Pick<StoredTick, 'timeMs' | 'sequence'>): string {
  return `${String(timeMs).padStart(15, '0')}-${String(sequence).padStart(6, '0')}`;
}

export function tickOf(tick: TickDocument): StoredTick {
  const { timeMs, sequence, bid, offer, midOpen, high, low, change, changePercent, marketState, delayed } =
    tick;
  return {
    timeMs,
    sequence,
    bid,
    offer,
    marketState,
    delayed,
    // Not every server that speaks the protocol keeps a null.
    midOpen: midOpen ?? null,
    high: high ?? null,
    low: low ?? null,
    change: change ?? null,
    changePercent: changePercent ?? null,
  };
}

export function openDocument({ id, ...order }: Order): OrderDocument {
  return { _id: id, state: 'open', ...doubles(order) };
}

export function completedDocument({ id, ...transaction }: Transaction): OrderDocument {
  return { _id: id, state: 'completed', ...doubles(transaction) };
}

export function orderOf(document: OrderDocument): Order {
  const { _id: id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice } = document;
  return { id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice };
}

export function transactionOf(document: OrderDocument): Transaction {
  const { closeTimeMs, closePrice, exit, outcome, nominalProfit, actualProfit } = document;
  return {
    ...orderOf(document),
    closeTimeMs,
    closePrice,
    exit,
    outcome,
    nominalProfit,
    actualProfit,
  } as Transaction;
}

/** Whole numbers would be stored as 32-bit or 64-bit integers, and minus zero lost: every number is a double. */
function doubles<T extends object>(fields: T): T {
  const entries = Object.entries(fields).map(([key, value]) => [
    key,
    typeof value === 'number' ? new Double(value) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

import type { Order, StoredTick, Transaction } from '@moving-ground/market';
import type { SQLOutputValue } from 'node:sqlite';

type Row = Readonly<Record<string, SQLOutputValue>>;

export function tickValues(tick: StoredTick): (number | string | null)[] {
  return [
    tick.timeMs,
    tick.sequence,
    tick.bid,
    tick.offer,
    tick.midOpen,
    tick.high,
    tick.low,
    tick.change,
    tick.changePercent,
    tick.marketState,
    tick.delayed ? 1 : 0,
  ];
}

export function orderValues(order: Order): (number | string)[] {
  const { id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice } = order;
  return [id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice];
}

export function transactionValues(transaction: Transaction): (number | string)[] {
  const { closeTimeMs, closePrice, exit, outcome, nominalProfit, actualProfit } = transaction;
  return [...orderValues(transaction), closeTimeMs, closePrice, exit, outcome, nominalProfit, actualProfit];
}

/** The queries name their columns after the nouns' fields; only the flag differs. */
export function tickOf(row: Row): StoredTick {
  return { ...row, delayed: row['delayed'] === 1 } as StoredTick;
}

export function orderOf(row: Row): Order {
  return { ...row } as Order;
}

export function transactionOf(row: Row): Transaction {
  return { ...row } as Transaction;
}

export function countOf(row: Row | undefined): number {
  return Number(row?.['count'] ?? 0);
}

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

/** Of the queries answered as lists of values, which cost a fifth of what objects with names do. */
export const LISTED = ['openOrders', 'unexported', 'ticksAfter', 'lastTick', 'lastOrder'] as const;

/** @param row in the order of `tickValues`; the driver types every row as an object, and answers a list */
export function tickOf(row: Row): StoredTick {
  const [timeMs, sequence, bid, offer, midOpen, high, low, ...rest] = listOf(row);
  const [change, changePercent, marketState, delayed] = rest;
  const figures = { midOpen, high, low, change, changePercent };
  return { timeMs, sequence, bid, offer, ...figures, marketState, delayed: delayed === 1 } as StoredTick;
}

/** @param row in the order of `orderValues` */
export function orderOf(row: Row): Order {
  const [id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice] = listOf(row);
  return { id, openTimeMs, openPrice, takeProfit, stopLoss, limitPrice, stopPrice } as Order;
}

/** @param row in the order of `transactionValues` */
export function transactionOf(row: Row): Transaction {
  const [closeTimeMs, closePrice, exit, outcome, nominalProfit, actualProfit] = listOf(row).slice(7);
  const closing = { closeTimeMs, closePrice, exit, outcome, nominalProfit, actualProfit };
  return { ...orderOf(row), ...closing } as Transaction;
}

function listOf(row: Row): readonly SQLOutputValue[] {
  return row as unknown as readonly SQLOutputValue[];
}

export function countOf(row: Row | undefined): number {
  return Number(row?.['count'] ?? 0);
}

import { readTransactions } from '@moving-ground/formats';
import type { Transaction } from '@moving-ground/market';
import type { BatchFiles } from './extract-input.ts';

/** What a row needs of its transaction. */
export type OrderRow = {
  readonly id: string;
  readonly openMs: number;
  readonly openPrice: number;
  readonly closeMs: number;
  readonly label: 0 | 1;
  readonly actualProfit: number;
};

export type OrderRows = {
  readonly rows: readonly OrderRow[];
  readonly transactions: number;
  readonly repeated: number;
};

/** The transactions of all batches in opening order, each order once. @throws CsvError */
export async function readOrderRows(batches: readonly BatchFiles[]): Promise<OrderRows> {
  const byId = new Map<string, OrderRow>();
  let transactions = 0;
  for (const { batchId, transactions: file } of batches) {
    for await (const group of readTransactions(file(), `${batchId}/transactions.csv`)) {
      transactions += group.length;
      keepNew(byId, group);
    }
  }
  const rows = [...byId.values()].sort((a, b) => a.openMs - b.openMs || (a.id < b.id ? -1 : 1));
  return { rows, transactions, repeated: transactions - rows.length };
}

function keepNew(byId: Map<string, OrderRow>, group: readonly Transaction[]): void {
  for (const transaction of group)
    if (!byId.has(transaction.id)) byId.set(transaction.id, rowOf(transaction));
}

function rowOf({ id, openTimeMs, openPrice, closeTimeMs, outcome, actualProfit }: Transaction): OrderRow {
  return {
    id,
    openMs: openTimeMs,
    openPrice,
    closeMs: closeTimeMs,
    label: outcome === 'profit' ? 1 : 0,
    actualProfit,
  };
}

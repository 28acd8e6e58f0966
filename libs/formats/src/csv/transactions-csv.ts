import { EXITS, OUTCOMES, type Transaction } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { csvTable, exactHeader } from './csv-table.ts';

/** The first eight columns are the article's; the rest is what it did not keep. */
export const transactionsHeader =
  'timestamp,loss_or_profit,type,stop,limit,price,stop_price,limit_price,id,close_timestamp,exit,close_price,nominal_profit,actual_profit';

const ORDER_ID = /^\d{1,12}-\d{1,3}$/;

/** Without its line end. */
export function transactionLine(t: Transaction): string {
  return (
    `${t.openTimeMs},${t.outcome},buy,${t.stopLoss},${t.takeProfit},${t.openPrice},${t.stopPrice},${t.limitPrice},` +
    `${t.id},${t.closeTimeMs},${t.exit},${t.closePrice},${t.nominalProfit},${t.actualProfit}`
  );
}

/** @throws CsvError */
export function readTransactions(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncIterable<readonly Transaction[]> {
  return csvTable(chunks, file, exactHeader(transactionsHeader, transactionOf));
}

function transactionOf(record: CsvRecord): Transaction {
  record.oneOf(2, ['buy']);
  const id = record.text(8);
  if (!ORDER_ID.test(id)) throw record.refuse(8, 'an order id like 1767607200-0');
  const openTimeMs = record.time(0);
  const closeTimeMs = record.time(9);
  if (closeTimeMs < openTimeMs) throw record.refuse(9, `a time not before the order's ${openTimeMs}`);
  return {
    id,
    openTimeMs,
    openPrice: record.number(5),
    takeProfit: record.number(4),
    stopLoss: record.number(3),
    limitPrice: record.number(7),
    stopPrice: record.number(6),
    closeTimeMs,
    closePrice: record.number(11),
    exit: record.oneOf(10, EXITS),
    outcome: record.oneOf(1, OUTCOMES),
    nominalProfit: record.number(12),
    actualProfit: record.number(13),
  };
}

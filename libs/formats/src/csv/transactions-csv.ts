import type { Transaction } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { copiedRows, CsvRows } from './csv-rows.ts';
import { exactHeader } from './csv-table.ts';
import { TransactionRow } from './transaction-row.ts';

/** The first eight columns are the article's; the rest is what it did not keep. */
export const transactionsHeader =
  'timestamp,loss_or_profit,type,stop,limit,price,stop_price,limit_price,id,close_timestamp,exit,close_price,nominal_profit,actual_profit';

/** Without its line end. */
export function transactionLine(t: Transaction): string {
  return (
    `${t.openTimeMs},${t.outcome},buy,${t.stopLoss},${t.takeProfit},${t.openPrice},${t.stopPrice},${t.limitPrice},` +
    `${t.id},${t.closeTimeMs},${t.exit},${t.closePrice},${t.nominalProfit},${t.actualProfit}`
  );
}

/** The transactions of a file, one at a time. Reading throws CsvError. */
export function transactionRows(chunks: AsyncIterable<Uint8Array>, file: string): CsvRows<TransactionRow> {
  const row = new TransactionRow();
  const read = (record: CsvRecord): void => row.read(record);
  return new CsvRows(chunks, file, { row, reader: exactHeader(transactionsHeader, read) });
}

/** @throws CsvError */
export function readTransactions(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncIterable<readonly Transaction[]> {
  return copiedRows(transactionRows(chunks, file), (row) => row.toTransaction());
}

import { outcomeLine, outcomesHeader } from '@moving-ground/formats';
import { idOf, type TransactionTable } from './transaction-table.ts';

/** Some 60 kB of text. */
const LINES_A_CHUNK = 1000;

/** The CSV of what became of these orders, in their order. */
export async function* outcomeChunks(
  transactions: TransactionTable,
  orders: Uint32Array,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield await Promise.resolve(encoder.encode(`${outcomesHeader}\n`));
  for (let from = 0; from < orders.length; from += LINES_A_CHUNK) {
    const some = Array.from(orders.subarray(from, from + LINES_A_CHUNK));
    yield encoder.encode(some.map((order) => `${lineOf(transactions, order)}\n`).join(''));
  }
}

function lineOf(transactions: TransactionTable, order: number): string {
  const { openMs, closeMs, label, actualProfit } = transactions;
  return outcomeLine({
    id: idOf(transactions, order),
    openTimeMs: openMs[order] as number,
    closeTimeMs: closeMs[order] as number,
    outcome: label[order] === 1 ? 'profit' : 'loss',
    actualProfit: actualProfit[order] as number,
  });
}

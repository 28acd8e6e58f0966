import { OUTCOMES, type Transaction } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { csvTable, exactHeader } from './csv-table.ts';
import { CsvWords } from './csv-words.ts';
import { OrderId } from './order-id.ts';

/** What became of the order behind a row of a dataset. */
export type OrderOutcome = Pick<
  Transaction,
  'id' | 'openTimeMs' | 'closeTimeMs' | 'outcome' | 'actualProfit'
>;

export const outcomesHeader = 'id,timestamp,close_timestamp,loss_or_profit,actual_profit';

const OUTCOME_WORDS = new CsvWords(OUTCOMES);

/** Without its line end. */
export function outcomeLine(o: OrderOutcome): string {
  return `${o.id},${o.openTimeMs},${o.closeTimeMs},${o.outcome},${o.actualProfit}`;
}

/** In the order of the rows that they belong to. @throws CsvError */
export function readOutcomes(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncIterable<readonly OrderOutcome[]> {
  return csvTable(chunks, file, exactHeader(outcomesHeader, outcomeOf));
}

const orderId = new OrderId();

/** The first five fields. @throws CsvError */
export function outcomeOf(record: CsvRecord): OrderOutcome {
  if (!record.read(0, orderId)) throw record.refuse(0, 'an order id like 1767607200-0');
  return {
    id: orderId.text,
    openTimeMs: record.time(1),
    closeTimeMs: record.time(2),
    outcome: record.oneOf(3, OUTCOME_WORDS),
    actualProfit: record.number(4),
  };
}

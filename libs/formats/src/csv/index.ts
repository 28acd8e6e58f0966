export { CsvError } from './csv-error.ts';
export type { CsvRows } from './csv-rows.ts';
export { slotText } from './order-id.ts';
export { outcomeLine, outcomesHeader, readOutcomes, type OrderOutcome } from './outcomes-csv.ts';
export { priceLine, priceRows, pricesHeader, readPrices } from './prices-csv.ts';
export type { PriceRow } from './price-row.ts';
export { quoteLine, quotesHeader, readQuotes } from './quotes-csv.ts';
export type { TransactionRow } from './transaction-row.ts';
export { readScores, scoreLine, scoresHeader, type ScoredOrder } from './scores-csv.ts';
export {
  readTransactions,
  transactionLine,
  transactionRows,
  transactionsHeader,
} from './transactions-csv.ts';

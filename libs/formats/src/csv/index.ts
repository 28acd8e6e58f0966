export { CsvError } from './csv-error.ts';
export { priceLine, pricesHeader, readPrices } from './prices-csv.ts';
export { quoteLine, quotesHeader, readQuotes } from './quotes-csv.ts';
export { readTransactions, transactionLine, transactionsHeader } from './transactions-csv.ts';

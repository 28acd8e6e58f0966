import type { Transaction } from '@moving-ground/market';
import { objectKeys, type BatchId, type Manifest, type ManifestFile } from '@moving-ground/run';
import type { BatchContent } from './batch-content.ts';
import type { CsvFile } from './csv-file.ts';
import { timeRange } from './price-span.ts';

export type PricesFile = { readonly file: CsvFile; readonly firstMs: number; readonly lastMs: number };

export function manifestOf(
  batchId: BatchId,
  content: BatchContent,
  transactionsFile: CsvFile,
  prices: PricesFile,
): Manifest {
  const { instrument, ordersStillOpen, schemaVersion, exitPrice, transactions } = content;
  return {
    manifestVersion: 1,
    batchId,
    instrument,
    transactions: describeFile(objectKeys.transactions(batchId), transactionsFile),
    prices: describeFile(objectKeys.prices(batchId), prices.file),
    ordersStillOpen,
    schemaVersion,
    span: spanOf(transactions, prices),
    counts: countOutcomes(transactions),
    exitPrice,
  };
}

function describeFile(key: string, { bytes, sha256, rows }: CsvFile): ManifestFile {
  return { key, sha256, bytes: bytes.length, rows };
}

function spanOf(transactions: readonly Transaction[], prices: PricesFile): Manifest['span'] {
  const opens = timeRange(transactions, ({ openTimeMs }) => openTimeMs);
  const closes = timeRange(transactions, ({ closeTimeMs }) => closeTimeMs);
  return {
    firstOpenMs: opens.first,
    lastOpenMs: opens.last,
    firstCloseMs: closes.first,
    lastCloseMs: closes.last,
    firstPriceMs: prices.firstMs,
    lastPriceMs: prices.lastMs,
  };
}

function countOutcomes(transactions: readonly Transaction[]): Manifest['counts'] {
  const profit = transactions.filter(({ outcome }) => outcome === 'profit').length;
  const expired = transactions.filter(({ exit }) => exit === 'expired').length;
  return { profit, loss: transactions.length - profit, expired };
}

import { priceLine, pricesHeader, transactionLine, transactionsHeader } from '@moving-ground/formats';
import { byClosing, type StoredTick, type Transaction } from '@moving-ground/market';
import { batchIdOf, type BatchId, type Manifest } from '@moving-ground/run';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { CsvFileBuilder, type CsvFile } from './csv-file.ts';
import type { BatchContent } from './batch-content.ts';
import { manifestOf, type PricesFile } from './manifest-of.ts';
import { timeRange } from './price-span.ts';

/** What is given cannot be a batch: exporting it would hand bad data to a training. */
export class NoBatch extends Error {
  override readonly name = 'NoBatch';
}

export type Batch = {
  readonly batchId: BatchId;
  readonly manifest: Manifest;
  readonly transactionsCsv: Uint8Array;
  readonly pricesCsv: Uint8Array;
};

/**
 * The same content gives the same bytes and the same id, so an export that is repeated changes nothing.
 * @throws NoBatch without transactions or prices, or when either is out of order
 */
export async function buildBatch(content: BatchContent): Promise<Batch> {
  const { transactions } = content;
  requireClosingOrder(transactions);
  const transactionsFile = writeTransactions(transactions);
  const prices = await writePrices(content.ticks);
  const lastCloseMs = timeRange(transactions, ({ closeTimeMs }) => closeTimeMs).last;
  const contentHash = bytesToHex(sha256(utf8ToBytes(transactionsFile.sha256 + prices.file.sha256)));
  const batchId = batchIdOf(lastCloseMs, contentHash);
  const manifest = manifestOf(batchId, content, transactionsFile, prices);
  return { batchId, manifest, transactionsCsv: transactionsFile.bytes, pricesCsv: prices.file.bytes };
}

function writeTransactions(transactions: readonly Transaction[]): CsvFile {
  const file = new CsvFileBuilder(transactionsHeader);
  file.add(transactions.map(transactionLine));
  return file.finish();
}

async function writePrices(chunks: AsyncIterable<readonly StoredTick[]>): Promise<PricesFile> {
  const file = new CsvFileBuilder(pricesHeader);
  let first: StoredTick | undefined;
  let last: StoredTick | undefined;
  for await (const chunk of chunks) {
    requireTimeOrder(last, chunk);
    file.add(chunk.map(priceLine));
    first ??= chunk[0];
    last = chunk.at(-1) ?? last;
  }
  if (!first || !last) throw new NoBatch('a batch needs prices, there were none in its span');
  return { file: file.finish(), firstMs: first.timeMs, lastMs: last.timeMs };
}

function requireClosingOrder(transactions: readonly Transaction[]): void {
  if (transactions.length === 0) throw new NoBatch('a batch needs transactions, there were none');
  transactions.forEach((transaction, i) => {
    const before = transactions[i - 1];
    if (before && byClosing(before, transaction) >= 0)
      throw new NoBatch(`transaction ${transaction.id} was given after ${before.id}: give closing order`);
  });
}

function requireTimeOrder(before: StoredTick | undefined, chunk: readonly StoredTick[]): void {
  let last = before;
  for (const tick of chunk) {
    if (last && (tick.timeMs - last.timeMs || tick.sequence - last.sequence) <= 0)
      throw new NoBatch(`a tick of ${tick.timeMs} was given after one of ${last.timeMs}: give time order`);
    last = tick;
  }
}

import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import { featureSchemaOf } from '@moving-ground/feature-schema';
import { priceLine, pricesHeader, transactionLine, transactionsHeader } from '@moving-ground/formats';
import type { StoredTick, Transaction } from '@moving-ground/market';
import { objectKeys, parseBatchId, type BatchId, type ExtractArguments } from '@moving-ground/run';

export const bucket = 'ground';
const START_MS = Date.UTC(2020, 8, 3, 9);

/** The second begins while the first still has open orders: their prices overlap by 100 seconds. */
const WINDOW: readonly { readonly batchId: BatchId; readonly fromSecond: number }[] = [
  { batchId: parseBatchId('20200903t090500-0123abcd'), fromSecond: 0 },
  { batchId: parseBatchId('20200903t091000-0123abce'), fromSecond: 300 },
];
const [earlier, own] = WINDOW.map(({ batchId }) => batchId) as [BatchId, BatchId];

export const told: ExtractArguments = {
  bucket,
  batchId: own,
  windowBatches: [earlier, own],
  schema: JSON.stringify(
    featureSchemaOf({
      resolutions: [{ lags: 20, stepSeconds: 1 }],
      lagOrder: 'newest-first',
      maxGapSeconds: 60,
    }),
  ),
  split: { train: 0.7, validation: 0.15, test: 0.15 },
  seed: 3,
  rowsPerFile: 50,
};

function tick(second: number): StoredTick {
  const bid = 7000 + (second % 37) / 4;
  return {
    timeMs: START_MS + 1000 * second,
    sequence: 0,
    bid,
    offer: bid + 1,
    midOpen: 7000,
    high: 7010,
    low: 6990,
    change: 1,
    changePercent: 0.1,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

function transaction(second: number): Transaction {
  const { timeMs: openTimeMs, offer } = tick(second);
  const isProfit = Math.floor(second / 12) % 2 === 0;
  const profit = isProfit ? 10 : -10;
  return {
    id: `${openTimeMs / 1000}-0`,
    openTimeMs,
    closeTimeMs: openTimeMs + 5_000,
    openPrice: offer,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: offer + 10,
    stopPrice: offer - 10,
    closePrice: offer + profit,
    exit: isProfit ? 'take-profit' : 'stop-loss',
    outcome: isProfit ? 'profit' : 'loss',
    nominalProfit: profit,
    actualProfit: profit - 1,
  };
}

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;
const count = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);

/** Two batches of 90 orders, one each three seconds. */
export async function stageWindow(storage: ObjectStorage): Promise<void> {
  for (const { batchId, fromSecond } of WINDOW) {
    const prices = count(fromSecond, fromSecond + 400).map((second) => priceLine(tick(second)));
    const orders = count(fromSecond + 30, fromSecond + 300, 3).map((second) =>
      transactionLine(transaction(second)),
    );
    await storage.put(bucket, objectKeys.prices(batchId), lines(pricesHeader, ...prices));
    await storage.put(bucket, objectKeys.transactions(batchId), lines(transactionsHeader, ...orders));
  }
}

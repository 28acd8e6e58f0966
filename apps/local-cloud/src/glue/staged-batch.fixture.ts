import { featureSchemaOf } from '@moving-ground/feature-schema';
import { priceLine, pricesHeader, transactionLine, transactionsHeader } from '@moving-ground/formats';
import type { StoredTick, Transaction } from '@moving-ground/market';
import { objectKeys, parseBatchId, renderExtractArguments } from '@moving-ground/run';
import type { ObjectStore } from '../s3/object-store.ts';

export const BATCH = parseBatchId('20200903t100000-0123abcd');
const START = Date.UTC(2020, 8, 3, 9);
export const schema = featureSchemaOf({
  resolutions: [{ lags: 20, stepSeconds: 1 }],
  lagOrder: 'newest-first',
  maxGapSeconds: 60,
});
export const given = renderExtractArguments({
  bucket: 'ground',
  batchId: BATCH,
  windowBatches: [BATCH],
  schema: JSON.stringify(schema),
  split: { train: 0.7, validation: 0.15, test: 0.15 },
  seed: 3,
  rowsPerFile: 50,
});

function tick(second: number): StoredTick {
  const bid = 7000 + (second % 37) / 4;
  return {
    timeMs: START + 1000 * second,
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

function transaction(index: number): Transaction {
  const { timeMs: openTimeMs, offer } = tick(30 + 3 * index);
  const isProfit = Math.floor(index / 4) % 2 === 0;
  const profit = isProfit ? 10 : -10;
  return {
    id: `${Math.floor(openTimeMs / 1000)}-0`,
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

/** Two hundred orders, one each three seconds. */
export async function stage(objects: ObjectStore): Promise<void> {
  const text = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`);
  const prices = Array.from({ length: 1000 }, (_, second) => priceLine(tick(second)));
  const orders = Array.from({ length: 200 }, (_, index) => transactionLine(transaction(index)));
  await objects.put('ground', objectKeys.prices(BATCH), text([pricesHeader, ...prices]));
  await objects.put('ground', objectKeys.transactions(BATCH), text([transactionsHeader, ...orders]));
}

import { readPrices, readTransactions } from '@moving-ground/formats';
import type { StoredTick, Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { BatchContent } from './batch-content.ts';
import { buildBatch, NoBatch } from './build-batch.ts';
import { priceSpan } from './price-span.ts';

const SECOND = 1_767_607_200;
const START = SECOND * 1000;

function tickAt(offsetMs: number): StoredTick {
  return {
    timeMs: START + offsetMs,
    sequence: 0,
    bid: 6476.5,
    offer: 6512.5,
    midOpen: null,
    high: null,
    low: null,
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

function transactionAt(second: number, heldSeconds: number, gain = 10): Transaction {
  return {
    id: `${SECOND + second}-0`,
    openTimeMs: START + second * 1000,
    openPrice: 6512.5,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: 6522.5,
    stopPrice: 6502.5,
    closeTimeMs: START + (second + heldSeconds) * 1000,
    closePrice: 6512.5 + gain,
    exit: Math.abs(gain) < 10 ? 'expired' : gain > 0 ? 'take-profit' : 'stop-loss',
    outcome: gain > 0 ? 'profit' : 'loss',
    nominalProfit: gain,
    actualProfit: gain - 36,
  };
}

async function* inChunks(ticks: readonly StoredTick[], size: number): AsyncGenerator<StoredTick[]> {
  for (let i = 0; i < ticks.length; i += size) yield ticks.slice(i, i + size);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const ticks = Array.from({ length: 50 }, (_, i) => tickAt(i * 700));
const transactions = [
  transactionAt(9, 1),
  transactionAt(2, 10, -10),
  transactionAt(3, 20, 4),
  transactionAt(4, 20, 0),
];

function content(changes: Partial<BatchContent> = {}, chunk = 7): BatchContent {
  return {
    transactions,
    ticks: inChunks(ticks, chunk),
    ordersStillOpen: 3,
    instrument: 'CS.D.BITCOIN.CFD.IP',
    schemaVersion: '1',
    exitPrice: 'offer',
    ...changes,
  };
}

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

describe('buildBatch', () => {
  it('names the batch by its last close and the hash of its files, and describes it in the manifest', async () => {
    const batch = await buildBatch(content());
    const [transactionsHash, pricesHash] = [digest(batch.transactionsCsv), digest(batch.pricesCsv)];
    const batchId = `20260105t100024-${digest(transactionsHash + pricesHash).slice(0, 8)}`;
    expect(batch.manifest).toEqual({
      manifestVersion: 1,
      batchId,
      instrument: 'CS.D.BITCOIN.CFD.IP',
      transactions: {
        key: `staging/${batchId}/transactions.csv`,
        sha256: transactionsHash,
        bytes: batch.transactionsCsv.length,
        rows: 4,
      },
      prices: {
        key: `staging/${batchId}/prices.csv`,
        sha256: pricesHash,
        bytes: batch.pricesCsv.length,
        rows: 50,
      },
      ordersStillOpen: 3,
      schemaVersion: '1',
      span: {
        firstOpenMs: START + 2000,
        lastOpenMs: START + 9000,
        firstCloseMs: START + 10_000,
        lastCloseMs: START + 24_000,
        firstPriceMs: START,
        lastPriceMs: START + 49 * 700,
      },
      counts: { profit: 2, loss: 2, expired: 2 },
      exitPrice: 'offer',
    });
    expect(batch.batchId).toBe(batchId);
  });

  it('writes one line for each transaction and tick after a header, each ended by a line feed', async () => {
    const { transactionsCsv, pricesCsv } = await buildBatch(content());
    const lines = (bytes: Uint8Array): string[] => new TextDecoder().decode(bytes).split('\n');
    expect(lines(transactionsCsv)).toHaveLength(4 + 2);
    expect(lines(pricesCsv)).toHaveLength(50 + 2);
    expect(lines(pricesCsv).at(-1)).toBe('');
  });

  it('writes files that are read back to the same transactions and ticks', async () => {
    const { transactionsCsv, pricesCsv } = await buildBatch(content());
    const read: unknown[] = [];
    for await (const rows of readTransactions(once(transactionsCsv), 'transactions.csv')) read.push(...rows);
    expect(read).toEqual(transactions);
    const prices: unknown[] = [];
    for await (const rows of readPrices(once(pricesCsv), 'prices.csv')) prices.push(...rows);
    expect(prices).toEqual(ticks);
  });

  it('gives the same bytes however the ticks are cut into chunks', async () => {
    const expected = await buildBatch(content());
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (chunk) => {
        expect(await buildBatch(content({}, chunk))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['no transactions', { transactions: [] }],
    ['no prices', { ticks: inChunks([], 1) }],
    ['transactions out of closing order', { transactions: [...transactions].reverse() }],
    ['the same transaction twice', { transactions: [transactionAt(1, 1), transactionAt(1, 1)] }],
    ['ticks out of time order', { ticks: inChunks([...ticks].reverse(), 5) }],
  ])('refuses %s', async (_, changes) => {
    await expect(buildBatch(content(changes))).rejects.toThrow(NoBatch);
  });
});

describe('priceSpan', () => {
  it('reaches from the earliest open minus the window to the latest close', () => {
    expect(priceSpan(transactions, 600)).toEqual({ fromMs: START + 2000 - 600_000, toMs: START + 24_000 });
  });

  it('takes a batch of any size', () => {
    const many = Array.from({ length: 300_000 }, (_, i) => transactionAt(i, 5));
    expect(priceSpan(many, 0)).toEqual({ fromMs: START, toMs: START + 300_004_000 });
  });
});

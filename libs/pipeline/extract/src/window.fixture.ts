import {
  encodeRecords,
  priceLine,
  pricesHeader,
  transactionLine,
  transactionsHeader,
} from '@moving-ground/formats';
import { byClosing, type StoredTick, type Transaction } from '@moving-ground/market';
import type { BatchId, DatasetPart, DatasetReport } from '@moving-ground/run';
import { extractDataset } from './extract-dataset.ts';
import type { BatchFiles, ExtractInput } from './extract-input.ts';

/** 2026-01-05 10:00:00 UTC. */
export const SECOND = 1_767_607_200;
export const START = SECOND * 1000;

export function tickAt(
  offsetMs: number,
  bid: number,
  offer: number,
  more: Partial<StoredTick> = {},
): StoredTick {
  return {
    timeMs: START + offsetMs,
    sequence: 0,
    bid,
    offer,
    midOpen: null,
    high: null,
    low: null,
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
    ...more,
  };
}

export type Holding = { readonly slot?: number; readonly heldMs: number; readonly profit: boolean };

/** An order placed on the tick. */
export function transactionOn(tick: StoredTick, { slot = 0, heldMs, profit }: Holding): Transaction {
  const gain = profit ? 10 : -10;
  return {
    id: `${Math.floor(tick.timeMs / 1000)}-${slot}`,
    openTimeMs: tick.timeMs,
    openPrice: tick.offer,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: tick.offer + 10,
    stopPrice: tick.offer - 10,
    closeTimeMs: tick.timeMs + heldMs,
    closePrice: tick.offer + gain,
    exit: profit ? 'take-profit' : 'stop-loss',
    outcome: profit ? 'profit' : 'loss',
    nominalProfit: gain,
    actualProfit: gain - (tick.offer - tick.bid),
  };
}

/** The n-th batch of a window. */
export function batchIdAt(index: number): BatchId {
  return `20260105t1200${String(index).padStart(2, '0')}-0f3a9c21`;
}

export type BatchContent = {
  readonly transactions: readonly Transaction[];
  readonly ticks: readonly StoredTick[];
};

/** @param chunk bytes in each piece of the files */
export function batchFiles(index: number, { transactions, ticks }: BatchContent, chunk = 4096): BatchFiles {
  const lines = [transactionsHeader, ...[...transactions].sort(byClosing).map(transactionLine)];
  return {
    batchId: batchIdAt(index),
    transactions: () => inPieces(lines, chunk),
    prices: () => inPieces([pricesHeader, ...ticks.map(priceLine)], chunk),
  };
}

async function* inPieces(lines: readonly string[], chunk: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.slice(at, at + chunk);
}

export type Extracted = {
  readonly report: DatasetReport;
  /** The files of each part, in order. */
  readonly files: Readonly<Record<DatasetPart, readonly Uint8Array[]>>;
};

export async function extracted(input: Omit<ExtractInput, 'write'>): Promise<Extracted> {
  const files: Record<DatasetPart, Uint8Array[]> = { train: [], validation: [], test: [] };
  const report = await extractDataset({
    ...input,
    write: async (part, index, bytes) => {
      if (index !== files[part].length) throw new RangeError(`file ${index} came out of order`);
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece.slice());
      files[part].push(joined(pieces));
    },
  });
  return { report, files };
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export type LabelledRow = { readonly features: readonly number[]; readonly label: number };

/** The bytes of a file with these rows. */
export function recordsOf(rows: readonly LabelledRow[], featureDim: number): Uint8Array {
  const features = Float32Array.from(rows.flatMap((row) => row.features));
  return encodeRecords({ features, labels: Float32Array.from(rows, ({ label }) => label), featureDim });
}

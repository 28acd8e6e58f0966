import { featureDim } from '@moving-ground/feature-schema';
import { DATASET_PARTS, type DatasetPart, type DatasetReport, type PartReport } from '@moving-ground/run';
import type { ExtractInput } from './extract-input.ts';
import { FeatureRows } from './feature-rows.ts';
import { LagWindow } from './lag-window.ts';
import { mergePrices } from './merge-prices.ts';
import { OrderPriceFinder, type OrderPrices } from './order-prices.ts';
import { readOrderRows, type OrderRow } from './order-rows.ts';
import { partReport } from './part-report.ts';
import { PriceHistory, type ReversedSeconds } from './price-history.ts';
import { RowCensus } from './row-census.ts';
import { splitRows, type PartRows } from './split-rows.ts';
import { writePart, type PartWriter } from './write-part.ts';

/**
 * Transactions joined to the prices before them, as RecordIO in three parts. Two passes: transactions, then prices;
 * memory grows with transactions and seconds, never with rows x features.
 * @throws CsvError, BatchContradicts
 */
export async function extractDataset(input: ExtractInput): Promise<DatasetReport> {
  const { rows: orders, transactions, repeated } = await readOrderRows(input.batches);
  const read = await readPriceHistory(input, orders);
  const lags = new LagWindow(input.schema, read.history);
  const { kept, shortHistory, gap } = keepComplete(orders, lags);
  const parts = splitRows(orders, kept, input.split, input.seed);
  const census = new RowCensus(featureDim(input.schema));
  const writer: PartWriter = {
    orders,
    featureRows: new FeatureRows(read.prices, lags),
    featureDim: featureDim(input.schema),
    census,
    rowsPerFile: input.rowsPerFile,
    write: input.write,
  };
  const reports = await writeParts(parts, writer);
  return {
    reportVersion: 1,
    batchId: input.batches.at(-1)?.batchId ?? '',
    batches: input.batches.map(({ batchId }) => batchId),
    schemaVersion: input.schema.version,
    schemaHash: input.schema.hash,
    featureDim: featureDim(input.schema),
    seed: input.seed,
    transactions,
    ticks: read.ticks,
    dropped: { shortHistory, gap, repeated },
    exactDuplicates: census.exactDuplicates,
    gaps: read.gaps,
    derived: read.derived,
    constantColumns: census.constantColumns(input.schema.columns),
    parts: reports,
    meanActualProfit: kept.length
      ? kept.reduce((sum, order) => sum + (orders[order]?.actualProfit ?? 0), 0) / kept.length
      : null,
  };
}

type PriceReading = {
  readonly history: ReversedSeconds;
  readonly prices: OrderPrices;
  readonly ticks: number;
  readonly gaps: DatasetReport['gaps'];
  readonly derived: readonly string[];
};

async function readPriceHistory(
  { batches, schema }: ExtractInput,
  orders: readonly OrderRow[],
): Promise<PriceReading> {
  const history = new PriceHistory(schema.maxGapSeconds);
  const finder = new OrderPriceFinder(orders);
  let ticks = 0;
  for await (const tick of mergePrices(batches)) {
    history.add(tick);
    finder.add(tick);
    ticks++;
  }
  return {
    history: history.finish(),
    prices: finder.finish(),
    ticks,
    gaps: history.gaps,
    derived: finder.derived,
  };
}

type Kept = { readonly kept: Uint32Array; readonly shortHistory: number; readonly gap: number };

function keepComplete(orders: readonly OrderRow[], lags: LagWindow): Kept {
  const verdicts = orders.map(({ openMs }) => lags.verdict(openMs));
  const kept = Uint32Array.from(orders.keys()).filter((order) => verdicts[order] === 'complete');
  const count = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  return { kept, shortHistory: count('short-history'), gap: count('gap') };
}

async function writeParts(
  parts: Readonly<Record<DatasetPart, PartRows>>,
  writer: PartWriter,
): Promise<DatasetReport['parts']> {
  const reports: Partial<Record<DatasetPart, PartReport>> = {};
  for (const part of DATASET_PARTS) {
    const { rows, purged } = parts[part];
    const files = await writePart(part, rows, writer);
    const inTime = [...rows].sort((a, b) => a - b).map((order) => writer.orders[order] as OrderRow);
    reports[part] = partReport(inTime, purged, files);
  }
  return reports as Record<DatasetPart, PartReport>;
}

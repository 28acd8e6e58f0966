import { featureDim } from '@moving-ground/feature-schema';
import { DATASET_PARTS, type DatasetPart, type DatasetReport, type PartReport } from '@moving-ground/run';
import { ConstantColumns } from './constant-columns.ts';
import { ExactDuplicates } from './exact-duplicates.ts';
import type { ExtractInput } from './extract-input.ts';
import { joinPrices } from './join-prices.ts';
import { partReport } from './part-report.ts';
import { releaseMemory } from './release-memory.ts';
import { RowTable } from './row-table.ts';
import { shuffleOrders } from './shuffle-orders.ts';
import { splitRows, type PartOrders } from './split-rows.ts';
import { readTransactionTable, type TransactionTable } from './transaction-table.ts';
import { outcomeChunks } from './outcome-chunks.ts';
import { writePart, type PartWriter } from './write-part.ts';

/** 50,000 rows of 605 features are 123 MB. */
const ROWS_PER_FILE = 50_000;

/**
 * Transactions joined to the prices before them, as RecordIO in three parts: train rows shuffled, the others in time
 * order. Two passes: transactions, then prices. Memory grows with transactions and seconds, never with rows x features.
 * The same input gives the same bytes, however it is cut into chunks.
 * @throws CsvError, BatchContradicts
 */
export async function extractDataset(input: ExtractInput): Promise<DatasetReport> {
  const { batches, schema, rowsPerFile = ROWS_PER_FILE, write } = input;
  const transactions = await readTransactionTable(batches);
  const joined = await joinPrices(batches, schema, transactions);
  const meanActualProfit = meanOf(transactions.actualProfit, joined.kept);
  const parts = splitRows(transactions, joined.kept, input.split);
  await input.writeOutcomes?.(outcomeChunks(transactions, parts.test.orders));
  releaseMemory(transactions.actualProfit, transactions.slot, transactions.batch);
  const table = new RowTable(schema, transactions, joined);
  const duplicates = new ExactDuplicates(transactions.openMs.length);
  const constants = new ConstantColumns();
  const batchId = batches.at(-1)?.batchId ?? '';
  const writer = { batchId, table, duplicates, constants, rowsPerFile, write };
  const reports = await writeParts(input.seed, transactions, parts, writer);
  return {
    ...headOf(input, batchId),
    transactions: transactions.read,
    ticks: joined.ticks,
    dropped: {
      shortHistory: joined.shortHistory,
      gap: joined.gap,
      repeated: transactions.read - transactions.openMs.length,
    },
    exactDuplicates: duplicates.count(table),
    gaps: joined.gaps,
    derived: joined.derived,
    constantColumns: constants.names(schema.columns),
    parts: reports,
    meanActualProfit,
  };
}

type Head = 'reportVersion' | 'batchId' | 'batches' | 'schemaVersion' | 'schemaHash' | 'featureDim' | 'seed';

function headOf({ batches, schema, seed }: ExtractInput, batchId: string): Pick<DatasetReport, Head> {
  return {
    reportVersion: 1,
    batchId,
    batches: batches.map((batch) => batch.batchId),
    schemaVersion: schema.version,
    schemaHash: schema.hash,
    featureDim: featureDim(schema),
    seed,
  };
}

async function writeParts(
  seed: number,
  transactions: TransactionTable,
  parts: Readonly<Record<DatasetPart, PartOrders>>,
  writer: PartWriter,
): Promise<DatasetReport['parts']> {
  const written = async (part: DatasetPart): Promise<PartReport> => {
    const { orders } = parts[part];
    const inFileOrder = part === 'train' ? shuffleOrders(orders, seed) : orders;
    const files = await writePart(part, inFileOrder, writer);
    return partReport(transactions, parts[part], files);
  };
  const reports: [DatasetPart, PartReport][] = [];
  for (const part of DATASET_PARTS) reports.push([part, await written(part)]);
  return Object.fromEntries(reports) as Record<DatasetPart, PartReport>;
}

/** Over the orders that have a row, the purged ones included. */
function meanOf(column: Float64Array, kept: Uint32Array): number | null {
  let sum = 0;
  for (const order of kept) sum += column[order] as number;
  return kept.length === 0 ? null : sum / kept.length;
}

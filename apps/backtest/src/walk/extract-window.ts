import { extractDataset } from '@moving-ground/extract';
import type { Configuration } from '@moving-ground/configuration';
import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { Dataset } from '@moving-ground/fit';
import { decodeRecords } from '@moving-ground/formats';
import type { BatchId, DatasetPart, DatasetReport } from '@moving-ground/run';

/** A staged batch's bytes. */
export type StagedBatch = {
  readonly batchId: BatchId;
  readonly transactionsCsv: Uint8Array;
  readonly pricesCsv: Uint8Array;
};

export type Datasets = {
  readonly report: DatasetReport;
  readonly parts: Readonly<Partial<Record<DatasetPart, Dataset>>>;
};

/** The extraction of production, RecordIO and back, in memory. @throws CsvError, BatchContradicts */
export async function extractWindow(
  batches: readonly StagedBatch[],
  schema: FeatureSchema,
  { split }: Pick<Configuration, 'split'>,
): Promise<Datasets> {
  const parts: Partial<Record<DatasetPart, Dataset>> = {};
  const report = await extractDataset({
    batches: batches.map(({ batchId, transactionsCsv, pricesCsv }) => ({
      batchId,
      transactions: () => once(transactionsCsv),
      prices: () => once(pricesCsv),
    })),
    schema,
    split,
    seed: split.seed,
    rowsPerFile: 10_000_000,
    write: async (part, _index, bytes) => {
      // A piece is overwritten when the one after the next is asked for.
      const pieces = await Array.fromAsync(bytes, (piece) => piece.slice());
      parts[part] = decodeRecords(joined(pieces), part);
    },
  });
  return { report, parts };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

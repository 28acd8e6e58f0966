import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { BatchId, DatasetPart } from '@moving-ground/run';

export type BatchFiles = {
  readonly batchId: BatchId;
  /** The file's bytes in chunks of any size; called once. */
  readonly transactions: () => AsyncIterable<Uint8Array>;
  readonly prices: () => AsyncIterable<Uint8Array>;
};

/** Shares of the rows in time order; they make 1. */
export type Split = { readonly train: number; readonly validation: number; readonly test: number };

/** Takes the whole CSV, before the parts are written. */
export type WriteOutcomes = (bytes: AsyncIterable<Uint8Array>) => Promise<void>;

export type ExtractInput = {
  /** The training window, oldest first; the last one is the run's own. */
  readonly batches: readonly BatchFiles[];
  readonly schema: FeatureSchema;
  readonly split: Split;
  /** Orders the train rows. */
  readonly seed: number;
  /** 50,000 when not given. */
  readonly rowsPerFile?: number;
  /**
   * Writes one file of a part and takes all of its bytes; index counts from 0. A piece is overwritten when the one
   * after the next is asked for: it may still be on its way to the disk while the next one is made.
   */
  readonly write: (part: DatasetPart, index: number, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  /** Writes what became of the orders of the test part; not asked for by who needs no more than the rows. */
  readonly writeOutcomes?: WriteOutcomes;
};

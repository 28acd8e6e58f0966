import type { BatchId } from './batch-id.ts';
import type { DatasetPart } from './object-keys.ts';

export type PartReport = {
  readonly rows: number;
  readonly positives: number;
  /** Rows taken out because their order closed after the next part began. */
  readonly purged: number;
  /** Distinct seconds in which the part's orders were opened. */
  readonly distinctSeconds: number;
  /** Runs of equal labels in time order. */
  readonly labelRuns: number;
  /** Sum over the rows of their average uniqueness: how many independent labels the part is worth. */
  readonly effectiveSampleSize: number;
  readonly firstOpenMs: number | null;
  readonly lastCloseMs: number | null;
  readonly medianHoldingMs: number | null;
  readonly files: readonly string[];
};

/** datasets/{batchId}/report.json: what the extraction found, dropped and derived. */
export type DatasetReport = {
  readonly reportVersion: 1;
  readonly batchId: BatchId;
  /** The training window, oldest first; the last is the run's own batch. */
  readonly batches: readonly BatchId[];
  readonly schemaVersion: string;
  readonly schemaHash: string;
  readonly featureDim: number;
  readonly seed: number;
  readonly transactions: number;
  readonly ticks: number;
  readonly dropped: {
    /** Not enough price history before the order. */
    readonly shortHistory: number;
    /** A gap longer than `maxGapSeconds` inside the window. */
    readonly gap: number;
    /** The same transaction in more than one batch of the window. */
    readonly repeated: number;
  };
  /** Rows that equal another row in every feature and in the label: counted, kept. */
  readonly exactDuplicates: number;
  readonly gaps: { readonly count: number; readonly longestSeconds: number };
  /** Columns that the recording lacks and the extraction worked out. */
  readonly derived: readonly string[];
  /** Columns that have one value in all train rows. */
  readonly constantColumns: readonly string[];
  readonly parts: Readonly<Record<DatasetPart, PartReport>>;
  /** Mean of actualProfit over all kept rows: what buying always would have earned after the spread. */
  readonly meanActualProfit: number | null;
};

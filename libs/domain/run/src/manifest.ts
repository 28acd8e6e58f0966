import type { BatchId } from './batch-id.ts';

export type ManifestFile = {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
};

/** Written last, with If-None-Match: a batch exists exactly when its manifest does. */
export type Manifest = {
  readonly manifestVersion: 1;
  readonly batchId: BatchId;
  readonly instrument: string;
  readonly transactions: ManifestFile;
  readonly prices: ManifestFile;
  /** Orders placed within the batch's span that were still open when it was full. */
  readonly ordersStillOpen: number;
  readonly schemaVersion: string;
  readonly span: {
    readonly firstOpenMs: number;
    readonly lastOpenMs: number;
    readonly firstCloseMs: number;
    readonly lastCloseMs: number;
    readonly firstPriceMs: number;
    readonly lastPriceMs: number;
  };
  readonly counts: { readonly profit: number; readonly loss: number; readonly expired: number };
  /** Which price closes an order; with `offer` the label is a paper label. */
  readonly exitPrice: 'offer' | 'bid';
};

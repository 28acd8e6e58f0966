import type { BatchId, DatasetPart, DatasetReport, ExtractArguments } from '@moving-ground/run';
import { inWorker } from '../worker/in-worker.ts';

export type ExtractWork = {
  readonly args: ExtractArguments;
  /** The files that hold each batch's staging objects; never to be written. */
  readonly staged: Readonly<Record<BatchId, { readonly transactions: string; readonly prices: string }>>;
  /** Where the parts are written; it exists and is empty. */
  readonly folder: string;
};

export type ExtractedFile = { readonly part: DatasetPart; readonly index: number; readonly path: string };

export type Extracted = {
  readonly report: DatasetReport;
  readonly files: readonly ExtractedFile[];
  /** The file of what became of the test part's orders. */
  readonly outcomes: string;
};

/** The extraction in a thread of its own. @throws WorkStopped, and the extraction's own errors */
export async function extractInWorker(input: ExtractWork, signal: AbortSignal): Promise<Extracted> {
  return inWorker<Extracted>({ script: new URL('./extract-worker.ts', import.meta.url), input, signal });
}

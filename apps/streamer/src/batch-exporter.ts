import type { Configuration } from '@moving-ground/configuration';
import { StoreUnreachable, type MarketGroup, type MarketStore } from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';
import { BatchConflict, deliverBatch, type BatchObjects } from './deliver-batch.ts';
import type { Log } from './log.ts';
import { nextBatch, type FullBatch } from './next-batch.ts';
import { pruneExported } from './retention.ts';
import { untilReachable, type Patience } from './until-reachable.ts';

export type BatchExporterParts = {
  readonly store: MarketStore;
  readonly objects: BatchObjects;
  readonly bucket: string;
  readonly configuration: Configuration;
  readonly log: Log;
  readonly onStoreAway: Patience['onAway'];
  /** Pause before the first retry of a delivery; it doubles up to `longestPauseMs`. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** Called once, with what no retry helps against. */
  readonly onFailure: (error: unknown) => void;
};

/** What the store held at the start. */
export type ExporterStart = { readonly unexported: number; readonly lastTickMs: number | undefined };

/** Exports each full batch beside the capturing, one after the other, and tries a delivery until it succeeds. */
export class BatchExporter {
  readonly #parts: BatchExporterParts;
  readonly #stop = new AbortController();
  #unexported: number;
  #settledBeforeMs: number;
  #batches = 0;
  #running: Promise<void> | undefined;

  constructor(parts: BatchExporterParts, start: ExporterStart) {
    this.#parts = parts;
    this.#unexported = start.unexported;
    this.#settledBeforeMs = start.lastTickMs ?? Number.NEGATIVE_INFINITY;
  }

  /** Completed transactions in the store that no batch has. */
  get unexported(): number {
    return this.#unexported;
  }

  /** Batches exported by this process. */
  get batches(): number {
    return this.#batches;
  }

  noteStored({ ticks, completed }: MarketGroup): void {
    this.#unexported += completed.length;
    this.#settledBeforeMs = ticks.at(-1)?.timeMs ?? this.#settledBeforeMs;
    this.wake();
  }

  wake(): void {
    if (this.#running || this.#stop.signal.aborted) return;
    if (this.#unexported < this.#parts.configuration.batch.size) return;
    this.#parts.log.info({ event: 'batch-full', transactions: this.#unexported });
    this.#running = this.#exportAll().finally(() => {
      this.#running = undefined;
    });
  }

  /** After the last tick there is: exports every full batch. */
  async finish(): Promise<void> {
    this.#settledBeforeMs = Number.POSITIVE_INFINITY;
    await this.#running;
    this.wake();
    await this.#running;
  }

  /** Gives up waiting for retries; a delivery under way ends by itself. What is left waits in the store. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #exportAll(): Promise<void> {
    const { store, configuration, onFailure } = this.#parts;
    try {
      for (let full = await this.#next(); full; full = await this.#next()) {
        if (!(await this.#deliver(full))) return;
        const { batchId, manifest } = full.batch;
        await this.#reach(() => store.markExported(batchId, full.orderIds));
        this.#unexported -= full.orderIds.length;
        this.#batches += 1;
        this.#report(full);
        if (this.#unexported < configuration.batch.size)
          await this.#reach(() => pruneExported(store, configuration, manifest.span.lastCloseMs));
      }
    } catch (error) {
      // Whoever stopped it while the store was away finds the batch in the store at the next start.
      if (error instanceof StoreUnreachable && this.#stop.signal.aborted) return;
      this.#stop.abort();
      onFailure(error);
    }
  }

  async #next(): Promise<FullBatch | undefined> {
    if (this.#stop.signal.aborted) return undefined;
    const { store, configuration } = this.#parts;
    return this.#reach(() => nextBatch(store, configuration, this.#settledBeforeMs));
  }

  #reach<T>(ask: () => Promise<T>): Promise<T> {
    const { pauseMs, longestPauseMs, onStoreAway: onAway } = this.#parts;
    return untilReachable(ask, { pauseMs, longestPauseMs, onAway, signal: this.#stop.signal });
  }

  /** False when it was stopped before the batch was delivered. */
  async #deliver({ batch }: FullBatch): Promise<boolean> {
    const { objects, bucket, log } = this.#parts;
    for (let attempt = 1; !this.#stop.signal.aborted; attempt++) {
      try {
        await deliverBatch(objects, bucket, batch);
        return true;
      } catch (error) {
        if (error instanceof BatchConflict) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ event: 'batch-export-failed', batchId: batch.batchId, attempt, reason });
        await this.#pauseAfter(attempt);
      }
    }
    return false;
  }

  async #pauseAfter(attempt: number): Promise<void> {
    const { pauseMs, longestPauseMs } = this.#parts;
    const milliseconds = Math.min(longestPauseMs, pauseMs * 2 ** (attempt - 1));
    // A stop ends the pause early by a rejection: the loop around it sees the same signal.
    await pause(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  #report({ batch, orderIds }: FullBatch): void {
    const bytes = batch.transactionsCsv.length + batch.pricesCsv.length;
    this.#parts.log.info({
      event: 'batch-exported',
      batchId: batch.batchId,
      transactions: orderIds.length,
      bytes,
    });
  }
}

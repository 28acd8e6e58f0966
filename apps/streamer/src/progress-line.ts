import type { Capture } from '@moving-ground/capture';
import type { Bot } from '@moving-ground/deal';
import type { BatchExporter } from './batch-exporter.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { GroupWriter } from './group-writer.ts';

export type ProgressParts = {
  readonly capture: Capture;
  readonly bot: Bot;
  readonly exporter: BatchExporter;
  readonly writer: GroupWriter;
  readonly clock: ClockWatch;
};

/** What is counted outside the parts. */
export type ProgressCounts = {
  /** Ticks in the store when the process began. */
  readonly ticksBefore: number;
  readonly eventTimeMs: number | null;
  readonly refusedByFeed: number;
  readonly dropped: number;
};

/** How far the streamer is, as it tells it twice a second. */
export function progressLine(parts: ProgressParts, batchSize: number, counts: ProgressCounts): object {
  const { capture, bot, exporter, writer, clock } = parts;
  const { outOfOrder, quarantined, accepted, known } = capture.counts;
  const bad = Object.values(quarantined).reduce((sum, count) => sum + count, 0);
  return {
    event: 'progress',
    ticks: counts.ticksBefore + accepted,
    openOrders: bot.openOrderCount,
    transactionsTowardsBatch: exporter.unexported,
    batchSize,
    eventTimeMs: counts.eventTimeMs,
    batches: exporter.batches,
    gaps: capture.gaps.count,
    known,
    refused: outOfOrder + bad + counts.refusedByFeed,
    dropped: counts.dropped,
    wide: bot.wideTicks,
    clock: clock.report,
    waitingTicks: writer.waitingTicks,
  };
}

import { describe, expect, it } from 'vitest';
import { progressMetrics } from './progress-metrics.ts';

function recording(stage: string | undefined) {
  const lines: object[] = [];
  const clock = { nowMs: 1_000_000 };
  const add = (fields: object) => void lines.push(fields);
  const log = progressMetrics({ info: add, warn: add }, stage, () => clock.nowMs);
  const progress = (afterMs: number, ticks: number, gaps: number) => {
    clock.nowMs += afterMs;
    log.info({
      event: 'progress',
      ticks,
      gaps,
      batchSize: 100,
      transactionsTowardsBatch: 30,
      openOrders: 4,
      refused: 0,
    });
  };
  return { lines, log, progress };
}

describe('progress on AWS', () => {
  it('is told once a minute, ticks and gaps as what came since', () => {
    const { lines, progress } = recording('dev');
    progress(0, 500, 1);
    for (let i = 1; i < 120; i++) progress(500, 500 + i, 1);
    progress(500, 620, 3);
    expect(lines).toHaveLength(2);
    // What was in the store before this process began is no news.
    expect(lines[0]).toMatchObject({ Ticks: 0, Gaps: 1, TransactionsToNextBatch: 70, OpenOrders: 4 });
    expect(lines[1]).toMatchObject({ Ticks: 120, Gaps: 2, stage: 'dev', event: 'progress' });
    expect(lines[1]).toHaveProperty('_aws');
  });

  it('counts batches, and lets every other line pass', () => {
    const { lines, log } = recording('dev');
    log.info({ event: 'batch-exported', batchId: 'b' });
    log.info({ event: 'feed-connected' });
    log.warn({ event: 'store-away' });
    expect(lines).toMatchObject([
      { event: 'batch-exported', Batches: 1 },
      { event: 'feed-connected' },
      { event: 'store-away' },
    ]);
    expect(lines[1]).not.toHaveProperty('_aws');
  });

  it('is every line where there is no stage', () => {
    const { lines, progress } = recording(undefined);
    progress(0, 1, 0);
    progress(500, 2, 0);
    expect(lines).toHaveLength(2);
    expect(lines[0]).not.toHaveProperty('_aws');
  });
});

import { describe, expect, it } from 'vitest';
import type { LiveRecord, Share } from '../outcome/live-evidence.ts';
import { Tally } from '../tally.ts';
import { LiveMetrics } from './live-metrics.ts';

const shareOf = (count: number, hits: number): Share => ({
  count,
  hits,
  share: count === 0 ? null : hits / count,
  effectiveSampleSize: count,
  interval: [0, 1],
});

const recordOf = (flagged: Share): LiveRecord => ({
  closed: 10,
  matured: 10,
  baseRate: shareOf(10, 4),
  precision: flagged,
  meanActualProfit: null,
});

function told(
  live: LiveRecord | null,
): Record<string, unknown> & { _aws: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } } {
  const lines: object[] = [];
  const log = { info: (line: object) => void lines.push(line), warn: () => undefined };
  const scorer = { isExpired: null, tally: new Tally() };
  new LiveMetrics({
    log: log as never,
    scorer,
    endpointName: 'ground',
    stage: 'dev',
    live: () => live,
    nowMs: () => 7,
  }).tell();
  return lines[0] as never;
}

const names = (line: ReturnType<typeof told>): string[] =>
  line._aws.CloudWatchMetrics[0]?.Metrics.map(({ Name }) => Name) ?? [];

describe('live metrics', () => {
  it('tell the precision of what was flagged beside the base rate', () => {
    const line = told(recordOf(shareOf(4, 3)));
    expect(line).toMatchObject({ LivePrecision: 0.75, LiveBaseRate: 0.4 });
    expect(names(line)).toEqual(expect.arrayContaining(['LivePrecision', 'LiveBaseRate']));
  });

  it('tell no precision where nothing was flagged, and nothing of it without a model', () => {
    expect(names(told(recordOf(shareOf(0, 0))))).not.toContain('LivePrecision');
    expect(names(told(null)).filter((name) => name.startsWith('Live'))).toEqual([]);
  });

  it('name no metric that the line does not have', () => {
    for (const line of [told(null), told(recordOf(shareOf(1, 1)))])
      for (const name of names(line)) expect(line).toHaveProperty(name);
  });
});

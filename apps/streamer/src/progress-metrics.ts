import { embeddedMetrics } from '@moving-ground/logging';
import type { Log } from './log.ts';

type Fields = Readonly<Record<string, unknown>>;

/** CloudWatch's finest alarm looks at minutes; a line twice a second would be a GB of log a month. */
const EVERY_MS = 60_000;

/**
 * A log that tells progress once a minute, as metrics: what came since the last time, and how things stand. Other
 * lines pass; a batch on its way out is a metric too.
 * @param stage undefined outside of AWS, where whoever started the process reads every line
 */
export function progressMetrics(log: Log, stage: string | undefined, now: () => number): Log {
  if (stage === undefined) return log;
  const last = { atMs: -Infinity, ticks: undefined as number | undefined, gaps: 0 };
  const tell = (fields: Fields): void => {
    const nowMs = now();
    if (nowMs - last.atMs < EVERY_MS) return;
    const [ticks, gaps] = [Number(fields['ticks']), Number(fields['gaps'])];
    const values = {
      Ticks: ticks - (last.ticks ?? ticks),
      Gaps: gaps - last.gaps,
      TransactionsToNextBatch: Number(fields['batchSize']) - Number(fields['transactionsTowardsBatch']),
      OpenOrders: Number(fields['openOrders']),
      RefusedPrices: Number(fields['refused']),
    };
    Object.assign(last, { atMs: nowMs, ticks, gaps });
    log.info({ ...fields, ...embeddedMetrics(stage, values, nowMs) });
  };
  return {
    info: (fields, message) => {
      const { event } = fields as Fields;
      if (event === 'progress') tell(fields as Fields);
      else if (event === 'batch-exported')
        log.info({ ...fields, ...embeddedMetrics(stage, { Batches: 1 }, now()) }, message);
      else log.info(fields, message);
    },
    warn: log.warn,
  };
}

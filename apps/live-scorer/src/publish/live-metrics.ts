import type { Log } from '../log.ts';
import type { LiveScorer } from '../live-scorer.ts';
import type { LiveRecord } from '../outcome/live-evidence.ts';
import type { StateName } from '../reading.ts';

const NAMESPACE = 'MovingGround/LiveScorer';

const METRICS = [
  { Name: 'ModelExpired', Unit: 'None' },
  { Name: 'Scores', Unit: 'Count' },
  { Name: 'EndpointFailures', Unit: 'Count' },
  { Name: 'SlowAnswers', Unit: 'Count' },
  { Name: 'SecondsWithoutPrice', Unit: 'Count' },
  { Name: 'SecondsWithoutModel', Unit: 'Count' },
  { Name: 'LivePrecision', Unit: 'None' },
  { Name: 'LiveBaseRate', Unit: 'None' },
] as const;

const STATES: Readonly<Record<string, readonly StateName[]>> = {
  Scores: ['score'],
  EndpointFailures: ['endpoint-failed'],
  SlowAnswers: ['endpoint-slow'],
  SecondsWithoutPrice: ['no-price', 'no-new-price', 'no-row'],
  SecondsWithoutModel: ['no-model', 'model-changing', 'model-unknown', 'schema-differs'],
};

export type LiveMetricsParts = {
  readonly log: Log;
  readonly scorer: Pick<LiveScorer, 'isExpired' | 'tally'>;
  readonly endpointName: string;
  readonly stage: string | undefined;
  /** What became of the present model's scores; null without a model. */
  readonly live: () => LiveRecord | null;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
};

/**
 * Tells metrics in lines of the embedded metric format, which CloudWatch makes metrics of where it keeps the log, and a
 * warning when the model expires. ModelExpired is 1 while it is; without a model or a price it is not told.
 */
export class LiveMetrics {
  readonly #parts: LiveMetricsParts;
  #wasExpired = false;

  constructor(parts: LiveMetricsParts) {
    this.#parts = parts;
  }

  /** Once a minute, the least that CloudWatch tells apart by default. */
  tell(): void {
    const { log, scorer, endpointName, stage, live, nowMs } = this.#parts;
    this.tellExpiry();
    const { isExpired } = scorer;
    const seconds = scorer.tally.take();
    const counted = Object.entries(STATES).map(
      ([name, states]) => [name, states.reduce((sum, state) => sum + (seconds[state] ?? 0), 0)] as const,
    );
    const values = {
      ...Object.fromEntries(counted),
      ...(isExpired === null ? {} : { ModelExpired: isExpired ? 1 : 0 }),
      ...precisionOf(live()),
    };
    log.info({
      event: 'live-metrics',
      _aws: {
        Timestamp: nowMs(),
        CloudWatchMetrics: [
          {
            Namespace: NAMESPACE,
            Dimensions: [['Endpoint']],
            Metrics: METRICS.filter(({ Name }) => Name in values),
          },
        ],
      },
      Endpoint: endpointName,
      ...(stage === undefined ? {} : { stage }),
      ...values,
      ...(isExpired === null ? {} : { expired: isExpired }),
    });
  }

  /** At once when it changes, so that a log filter sees it without the metric. */
  tellExpiry(): void {
    const { log, scorer, endpointName } = this.#parts;
    const isExpired = scorer.isExpired ?? this.#wasExpired;
    if (isExpired === this.#wasExpired) return;
    this.#wasExpired = isExpired;
    const fields = { expired: isExpired, endpoint: endpointName };
    if (isExpired) log.warn({ event: 'model-expired', ...fields });
    else log.info({ event: 'model-fresh', ...fields });
  }
}

/** Of orders that have ended; nothing where none was flagged, or none has. */
function precisionOf(live: LiveRecord | null): Readonly<Record<string, number>> {
  const { precision, baseRate } = live ?? {};
  return {
    ...(typeof precision?.share === 'number' ? { LivePrecision: precision.share } : {}),
    ...(typeof baseRate?.share === 'number' ? { LiveBaseRate: baseRate.share } : {}),
  };
}

import type { Log } from '../log.ts';
import type { LiveScorer } from '../live-scorer.ts';
import type { StateName } from '../reading.ts';

const NAMESPACE = 'MovingGround/LiveScorer';

const METRICS = [
  { Name: 'ModelExpired', Unit: 'None' },
  { Name: 'Scores', Unit: 'Count' },
  { Name: 'EndpointFailures', Unit: 'Count' },
  { Name: 'SlowAnswers', Unit: 'Count' },
  { Name: 'SecondsWithoutPrice', Unit: 'Count' },
  { Name: 'SecondsWithoutModel', Unit: 'Count' },
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
    const { log, scorer, endpointName, stage, nowMs } = this.#parts;
    this.tellExpiry();
    const { isExpired } = scorer;
    const seconds = scorer.tally.take();
    const counted = Object.entries(STATES).map(
      ([name, states]) => [name, states.reduce((sum, state) => sum + (seconds[state] ?? 0), 0)] as const,
    );
    log.info({
      event: 'live-metrics',
      _aws: {
        Timestamp: nowMs(),
        CloudWatchMetrics: [
          {
            Namespace: NAMESPACE,
            Dimensions: [['Endpoint']],
            Metrics: METRICS.filter(({ Name }) => Name !== 'ModelExpired' || isExpired !== null),
          },
        ],
      },
      Endpoint: endpointName,
      ...(stage === undefined ? {} : { stage }),
      ...Object.fromEntries(counted),
      ...(isExpired === null ? {} : { ModelExpired: isExpired ? 1 : 0, expired: isExpired }),
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

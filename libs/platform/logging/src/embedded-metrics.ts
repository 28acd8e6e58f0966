export const METRIC_NAMESPACE = 'MovingGround';

/** Numbers by the names of their metrics. */
export type MetricValues = Readonly<Record<string, number>>;

/**
 * The fields that make a line of the log a set of metrics in CloudWatch (its embedded metric format): the log's
 * delivery is the only call, and nobody waits for it. What is no finite number is left out.
 * @param stage the metrics' one dimension
 */
export function embeddedMetrics(stage: string, values: MetricValues, nowMs: number): object {
  const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
  if (finite.length === 0) return {};
  return {
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [['stage']],
          Metrics: finite.map(([Name]) => ({ Name })),
        },
      ],
    },
    stage,
    ...Object.fromEntries(finite),
  };
}

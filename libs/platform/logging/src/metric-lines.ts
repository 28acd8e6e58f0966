import { embeddedMetrics, type MetricValues } from './embedded-metrics.ts';

type Lines = {
  readonly info: (fields: object, message?: string) => void;
  readonly warn: (fields: object, message?: string) => void;
};

type Fields = Readonly<Record<string, unknown>>;

/** The metrics of a line; undefined for one that is a line and nothing more. */
export type MetricsOf = (fields: Fields, message: string | undefined) => MetricValues | undefined;

/**
 * A log whose lines carry metrics where the rule finds any.
 * @param stage undefined outside of AWS, where nobody reads metrics: the log stays as it is
 */
export function metricLines<L extends Lines>(
  log: L,
  metricsOf: MetricsOf,
  stage: string | undefined,
  now: () => number = Date.now,
): L {
  if (stage === undefined) return log;
  const withMetrics = (fields: object, message: string | undefined): object => {
    const values = metricsOf(fields as Fields, message);
    return values ? { ...fields, ...embeddedMetrics(stage, values, now()) } : fields;
  };
  return {
    ...log,
    info: (fields, message) => log.info(withMetrics(fields, message), message),
    warn: (fields, message) => log.warn(withMetrics(fields, message), message),
  };
}

export { createLogger, type Logger, type LoggerSettings, type LogLevel } from './create-logger.ts';
export { Scrubber } from './scrubber.ts';
export { Secret } from './secret.ts';
export { embeddedMetrics, METRIC_NAMESPACE, type MetricValues } from './embedded-metrics.ts';
export { metricLines, type MetricsOf } from './metric-lines.ts';

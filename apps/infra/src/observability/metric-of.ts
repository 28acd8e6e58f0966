import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { StageNames } from '../names.ts';

/** What the apps write into their own log lines. */
export const OWN_METRICS = [
  'Ticks',
  'Gaps',
  'TransactionsToNextBatch',
  'OpenOrders',
  'RefusedPrices',
  'Batches',
  'RunsStarted',
  'Run-promoted',
  'Run-retained',
  'Run-superseded',
  'Run-deferred',
  'Run-insufficient-data',
  'Run-failed',
  'TuningObjective',
  'PromisedPrecision',
  'FreshnessMinutes',
  'DatasetRows',
  'DroppedTransactions',
  'PurgedTransactions',
  'ExtractSeconds',
] as const;

export type OwnMetric = (typeof OWN_METRICS)[number];

type Statistic = 'Sum' | 'Average' | 'Maximum' | 'p99';

/** libs/platform/logging writes them there. */
const NAMESPACE = 'MovingGround';

export function ownMetric(
  names: StageNames,
  metricName: OwnMetric,
  statistic: Statistic,
  minutes = 5,
): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    statistic,
    period: Duration.minutes(minutes),
    dimensionsMap: { stage: names.stage },
  });
}

export type ServiceMetric = {
  readonly namespace: 'AWS/States' | 'AWS/SageMaker' | 'AWS/SQS' | 'AWS/EFS' | 'MovingGround/LiveScorer';
  readonly metricName: string;
  readonly statistic: Statistic;
  readonly dimensions: Readonly<Record<string, string>>;
};

export function serviceMetric(
  { namespace, metricName, statistic, dimensions }: ServiceMetric,
  minutes = 5,
): Metric {
  return new Metric({
    namespace,
    metricName,
    statistic,
    period: Duration.minutes(minutes),
    dimensionsMap: { ...dimensions },
  });
}

export function runMetric(names: StageNames, metricName: string): Metric {
  const dimensions = { StateMachineArn: names.stateMachineArn };
  return serviceMetric({ namespace: 'AWS/States', metricName, statistic: 'Sum', dimensions });
}

export function endpointMetric(
  names: StageNames,
  metricName: string,
  statistic: Statistic,
  minutes = 5,
): Metric {
  const dimensions = { EndpointName: names.endpointName, VariantName: 'champion' };
  return serviceMetric({ namespace: 'AWS/SageMaker', metricName, statistic, dimensions }, minutes);
}

/** The live scorer counts by endpoint. */
export function scorerMetric(names: StageNames, metricName: string): Metric {
  const dimensions = { Endpoint: names.endpointName };
  return serviceMetric({ namespace: 'MovingGround/LiveScorer', metricName, statistic: 'Sum', dimensions });
}

import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import type { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';
import { endpointMetric, ownMetric, runMetric, serviceMetric } from './metric-of.ts';

/** An alarm's name is its entry in docs/runbook.md. */
export type StageAlarm = {
  readonly name: string;
  readonly says: string;
  readonly metric: IMetric;
  readonly when: 'below' | 'at-least';
  readonly threshold: number;
  /** Periods in a row. */
  readonly periods: number;
  /** Where nothing is measured, something is wrong; or there was just nothing to measure. */
  readonly silence: 'bad' | 'good';
};

const MINUTES_AN_HOUR = 60;
/** 20 GiB: a month of ticks and orders is some hundreds of MB, so this is retention that does not work. */
const MOST_STORE_BYTES = 20 * 2 ** 30;
/** Microseconds. A cold serverless endpoint takes some seconds, and is not cold for five minutes in a row. */
const SLOWEST_MICROSECONDS = 5_000_000;

export function stageAlarms(
  names: StageNames,
  stage: Stage,
  fileSystemId: string | undefined,
): readonly StageAlarm[] {
  return [
    ...ofTheFeed(names, stage),
    ...ofRuns(names, stage),
    ...ofTheEndpoint(names),
    ...ofTheStore(fileSystemId),
  ];
}

function ofTheFeed(names: StageNames, { hoursWithoutBatch }: Stage): readonly StageAlarm[] {
  return [
    {
      name: 'feed-mute',
      says: 'No price for a quarter of an hour',
      metric: ownMetric(names, 'Ticks', 'Sum'),
      when: 'below',
      threshold: 1,
      periods: 3,
      silence: 'bad',
    },
    {
      name: 'no-batch',
      says: `No batch for ${hoursWithoutBatch} hours`,
      metric: ownMetric(names, 'Batches', 'Sum', MINUTES_AN_HOUR),
      when: 'below',
      threshold: 1,
      periods: hoursWithoutBatch,
      silence: 'bad',
    },
  ];
}

function ofRuns(names: StageNames, { hoursUntilModelExpires }: Stage): readonly StageAlarm[] {
  return [
    {
      name: 'run-failed',
      says: 'A run failed, timed out or was stopped',
      metric: new MathExpression({
        expression: 'failed + timedOut + aborted',
        usingMetrics: {
          failed: runMetric(names, 'ExecutionsFailed'),
          timedOut: runMetric(names, 'ExecutionsTimedOut'),
          aborted: runMetric(names, 'ExecutionsAborted'),
        },
        period: Duration.minutes(5),
      }),
      when: 'at-least',
      threshold: 1,
      periods: 1,
      silence: 'good',
    },
    {
      name: 'model-expired',
      says: `No new model for ${hoursUntilModelExpires} hours`,
      metric: ownMetric(names, 'Run-promoted', 'Sum', MINUTES_AN_HOUR),
      when: 'below',
      threshold: 1,
      periods: hoursUntilModelExpires,
      silence: 'bad',
    },
    deadLetters(names),
  ];
}

function deadLetters(names: StageNames): StageAlarm {
  return {
    name: 'dead-letters',
    says: 'An event was given up after every try',
    metric: serviceMetric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      dimensions: { QueueName: names.own('watcher-dead-letters') },
    }),
    when: 'at-least',
    threshold: 1,
    periods: 1,
    silence: 'good',
  };
}

/** A minute a period: on an instance they also bring the model before back while an update is watched. */
function ofTheEndpoint(names: StageNames): readonly StageAlarm[] {
  return [
    {
      name: 'endpoint-errors',
      says: 'The endpoint answered with errors of its own',
      metric: endpointMetric(names, 'Invocation5XXErrors', 'Sum', 1),
      when: 'at-least',
      threshold: 1,
      periods: 1,
      silence: 'good',
    },
    {
      name: 'endpoint-latency',
      says: 'The endpoint has been slow for five minutes',
      metric: endpointMetric(names, 'ModelLatency', 'p99', 1),
      when: 'at-least',
      threshold: SLOWEST_MICROSECONDS,
      periods: 5,
      silence: 'good',
    },
  ];
}

/** A store elsewhere has its own. */
function ofTheStore(fileSystemId: string | undefined): readonly StageAlarm[] {
  if (fileSystemId === undefined) return [];
  return [
    {
      name: 'store-disk',
      says: 'The files of MongoDB have grown past what retention should leave',
      metric: serviceMetric({
        namespace: 'AWS/EFS',
        metricName: 'StorageBytes',
        statistic: 'Maximum',
        dimensions: { FileSystemId: fileSystemId, StorageClass: 'Total' },
      }),
      when: 'at-least',
      threshold: MOST_STORE_BYTES,
      periods: 1,
      silence: 'good',
    },
  ];
}

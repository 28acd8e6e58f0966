import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  LogQueryWidget,
  Metric,
  TextWidget,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { StageNames } from '../names.ts';
import { endpointMetric, ownMetric, runMetric, scorerMetric } from './metric-of.ts';

/** A row of the dashboard is 24 units wide. */
const THIRD = 8;
const WHOLE = 24;

/** The whole loop on one page, in the order in which data moves. */
export function stageDashboard(stack: Stack, names: StageNames): void {
  const dashboard = new Dashboard(stack, 'dashboard', {
    dashboardName: names.own('loop'),
    defaultInterval: Duration.days(1),
  });
  dashboard.addWidgets(
    graph('Prices', [ownMetric(names, 'Ticks', 'Sum'), ownMetric(names, 'RefusedPrices', 'Maximum')]),
    graph('Gaps', [ownMetric(names, 'Gaps', 'Sum')]),
    graph('Transactions to the next batch', [ownMetric(names, 'TransactionsToNextBatch', 'Average')]),
  );
  dashboard.addWidgets(...runWidgets(names));
  dashboard.addWidgets(...modelWidgets(names));
  dashboard.addWidgets(...decisionWidgets(names));
}

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ title, left, width: THIRD });
}

function runWidgets(names: StageNames): IWidget[] {
  const outcomes = ['promoted', 'retained', 'superseded', 'deferred', 'insufficient-data', 'failed'] as const;
  return [
    graph('Batches and runs', [ownMetric(names, 'Batches', 'Sum'), ownMetric(names, 'RunsStarted', 'Sum')]),
    graph(
      'States of runs',
      ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut'].map((name) =>
        runMetric(names, name),
      ),
    ),
    graph(
      'Outcomes',
      outcomes.map((outcome) => ownMetric(names, `Run-${outcome}`, 'Sum')),
    ),
  ];
}

function modelWidgets(names: StageNames): IWidget[] {
  return [
    graph('Freshness: minutes from the last trade to serving', [
      ownMetric(names, 'FreshnessMinutes', 'Maximum'),
    ]),
    graph('Rows of each dataset, and what was left out', [
      ownMetric(names, 'DatasetRows', 'Maximum'),
      ownMetric(names, 'DroppedTransactions', 'Maximum'),
      ownMetric(names, 'PurgedTransactions', 'Maximum'),
    ]),
    graph('Seconds of each extraction', [ownMetric(names, 'ExtractSeconds', 'Maximum')]),
    graph('Objective of each tuning', [ownMetric(names, 'TuningObjective', 'Maximum')]),
    graph('Precision: promised of what was promoted, and live', [
      ownMetric(names, 'PromisedPrecision', 'Average'),
      scorerMetric(names, 'LivePrecision'),
      scorerMetric(names, 'LiveBaseRate'),
    ]),
    graph(
      'Live scores',
      ['Scores', 'EndpointFailures', 'SlowAnswers', 'SecondsWithoutModel'].map((name) =>
        scorerMetric(names, name),
      ),
    ),
    graph('Endpoint: requests and errors', [
      endpointMetric(names, 'Invocations', 'Sum'),
      endpointMetric(names, 'Invocation5XXErrors', 'Sum'),
    ]),
    graph('Endpoint: latency', [endpointMetric(names, 'ModelLatency', 'p99')]),
    graph('Cost of the account this month (dollars)', [billing()]),
  ];
}

/** Kept in one region, and only where the account sends them: see docs/deploy.md. */
function billing(): Metric {
  return new Metric({
    namespace: 'AWS/Billing',
    metricName: 'EstimatedCharges',
    statistic: 'Maximum',
    period: Duration.hours(6),
    region: 'us-east-1',
    dimensionsMap: { Currency: 'USD' },
  });
}

function decisionWidgets(names: StageNames): IWidget[] {
  return [
    new LogQueryWidget({
      title: 'Decisions',
      logGroupNames: [`/aws/lambda/${names.own('selector')}`],
      queryLines: [
        'fields @timestamp, batchId, verdict, promoted, precision, reason',
        "filter msg = 'decided'",
        'sort @timestamp desc',
        'limit 20',
      ],
      width: WHOLE,
    }),
    new TextWidget({
      markdown:
        'One batch from its export to the endpoint: search all log groups of the stage for its **batchId**.',
      width: WHOLE,
      height: 2,
    }),
  ];
}

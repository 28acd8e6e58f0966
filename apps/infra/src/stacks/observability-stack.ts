import type { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { StageNames } from '../names.ts';
import { stageAlarms, type StageAlarm } from '../observability/stage-alarms.ts';
import { stageDashboard } from '../observability/stage-dashboard.ts';
import { readParameter } from '../parts/parameters.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

const COMPARISONS = {
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
  'at-least': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
} as const;

const SILENCE = { bad: TreatMissingData.BREACHING, good: TreatMissingData.NOT_BREACHING } as const;

/** The loop on one page, and an alarm for each way in which it stops. */
export function observabilityStack(context: StackContext): Stack {
  const stack = stackOf(context, 'observability', 'dashboard and alarms');
  const { stage } = context;
  const names = new StageNames(stage);
  const topic = Topic.fromTopicArn(stack, 'topic', names.alarmTopicArn);
  const fileSystemId =
    stage.store === 'container' ? readParameter(stack, names, 'file-system-id') : undefined;
  for (const one of stageAlarms(names, stage, fileSystemId)) alarm(stack, names, one, topic);
  failedRuns(stack, names, topic);
  stageDashboard(stack, names);
  return stack;
}

function alarm(stack: Stack, names: StageNames, one: StageAlarm, topic: ITopic): void {
  const made = new Alarm(stack, one.name, {
    alarmName: names.own(one.name),
    alarmDescription: `${one.says}. What to do: docs/runbook.md#${one.name}`,
    metric: one.metric,
    comparisonOperator: COMPARISONS[one.when],
    threshold: one.threshold,
    evaluationPeriods: one.periods,
    treatMissingData: SILENCE[one.silence],
  });
  const action = new SnsAction(topic);
  made.addAlarmAction(action);
  made.addOkAction(action);
}

/** The alarm tells that a run failed; this tells which, with its cause. */
function failedRuns(stack: Stack, names: StageNames, topic: ITopic): void {
  const rule = new Rule(stack, 'failed-runs', {
    ruleName: names.own('failed-runs'),
    description: 'A run ended without an outcome',
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [names.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
  });
  rule.addTarget(new SnsTopic(topic));
}

import { Duration, type Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { bundledFunction } from '../functions/bundled-function.ts';
import { listsBucket, usesKeyByS3, writesObjects } from '../functions/object-permissions.ts';
import { permit, type Permission } from '../iam/permission.ts';
import { StageNames } from '../names.ts';
import { deadLetters } from '../parts/dead-letters.ts';
import { readParameter } from '../parts/parameters.ts';
import { runBudget } from '../parts/run-budget.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** The sweep finds a batch that no event announced at the latest after this. */
const SWEEP_EVERY = Duration.minutes(15);
/** Lambda's own: two more tries, events kept for six hours. */
const RETRIES = { retryAttempts: 2, maxEventAge: Duration.hours(6) };

/** A batch arrived: its run is started, by the event of its manifest or by the sweep. */
export function watcherStack(context: StackContext): Stack {
  const stack = stackOf(context, 'watcher', 'a batch arrived, its run is started');
  const { stage } = context;
  const names = new StageNames(stage);
  const letters = deadLetters(stack, names, 'watcher');
  const shared = { folder: context.bundles.lambda('watcher-lambda'), memoryMiB: 256, seconds: 60 };
  const environment = {
    GROUND_STAGE: stage.name,
    GROUND_BUCKET: names.bucket,
    GROUND_STATE_MACHINE_ARN: names.stateMachineArn,
  };
  const starts = startsRuns(stack, names);
  const watcher = bundledFunction(stack, names, stage, {
    ...shared,
    environment,
    role: 'watcher',
    handler: 'handler.watch',
    description: 'A manifest arrived: its run is started',
    permissions: starts,
  });
  const sweep = bundledFunction(stack, names, stage, {
    ...shared,
    environment,
    role: 'sweep',
    handler: 'handler.sweep',
    description: 'Starts the runs of young batches whose event was lost',
    permissions: [...starts, listsBucket(names, 'staging/*', 'runs/*')],
  });
  manifestRule(stack, names, watcher.made, letters);
  sweepRule(stack, names, sweep.made, letters);
  for (const { made, role } of [watcher, sweep]) {
    permit(role, [{ actions: ['sqs:SendMessage'], resources: [letters.queueArn] }]);
    // The library's own destination would let the function ask about the queue, too.
    made.configureAsyncInvoke({ ...RETRIES, onFailure: { bind: () => ({ destination: letters.queueArn }) } });
  }
  runBudget(stack, names, stage, [watcher.role, sweep.role]);
  return stack;
}

function startsRuns(stack: Stack, names: StageNames): readonly Permission[] {
  return [
    { actions: ['states:StartExecution'], resources: [names.stateMachineArn] },
    writesObjects(names, 'runs/*'),
    usesKeyByS3(readParameter(stack, names, 'key-arn'), 'GenerateDataKey'),
  ];
}

function manifestRule(
  stack: Stack,
  names: StageNames,
  watcher: LambdaFunction,
  deadLetterQueue: Queue,
): void {
  const rule = new Rule(stack, 'manifests', {
    ruleName: names.own('manifests'),
    description: 'A manifest was written: the batch is whole',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: {
        bucket: { name: [names.bucket] },
        object: { key: [{ wildcard: 'staging/*/manifest.json' }] },
      },
    },
  });
  rule.addTarget(new FunctionTarget(watcher, { ...RETRIES, deadLetterQueue }));
}

function sweepRule(stack: Stack, names: StageNames, sweep: LambdaFunction, deadLetterQueue: Queue): void {
  const rule = new Rule(stack, 'sweep-schedule', {
    ruleName: names.own('sweep'),
    description: 'Young batches without a run are looked for',
    schedule: Schedule.rate(SWEEP_EVERY),
  });
  rule.addTarget(new FunctionTarget(sweep, { retryAttempts: 0, deadLetterQueue }));
}

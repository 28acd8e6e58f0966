import type { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { listsBucket, readsObjects, usesKeyByS3 } from '../functions/object-permissions.ts';
import type { Permission } from '../iam/permission.ts';
import { StageNames } from '../names.ts';
import { nodeContainer } from '../parts/node-container.ts';
import { readParameter } from '../parts/parameters.ts';
import { singleTaskService } from '../parts/single-task-service.ts';
import { taskDefinition } from '../parts/task-definition.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** Fargate's smallest. */
const SIZE = { cpu: 256, memoryMiB: 512 } as const;

/** Its own report, asked for inside the container: nothing reaches it from outside. */
const HEALTHY =
  "fetch('http://127.0.0.1:8790/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))";

/** The endpoint's first user: a score each second, followed up by its outcome. */
export function liveScorerStack(context: StackContext): Stack {
  const stack = stackOf(context, 'live-scorer', 'a score each second, followed up by its outcome');
  const { stage } = context;
  const names = new StageNames(stage);
  const key = Key.fromKeyArn(stack, 'key', readParameter(stack, names, 'key-arn'));
  const task = taskDefinition(stack, names, {
    name: 'live-scorer',
    description: 'The live scorer: reads decisions, asks the endpoint',
    size: SIZE,
    key,
    store: stage.store,
    permissions: permissions(names, key.keyArn),
  });
  nodeContainer(
    stack,
    names,
    { context, key, task },
    {
      app: 'live-scorer',
      memoryMiB: SIZE.memoryMiB,
      healthy: ['--eval', HEALTHY],
      storeHost: `mongodb.${names.privateZone}`,
      environment: {},
    },
  );
  singleTaskService(stack, names, {
    name: 'live-scorer',
    stage,
    task,
    desiredCount: stage.isScoredLive ? 1 : 0,
  });
  return stack;
}

function permissions(names: StageNames, keyArn: string): readonly Permission[] {
  return [
    readsObjects(names, 'models/champion.json', 'runs/*', 'datasets/*'),
    listsBucket(names),
    usesKeyByS3(keyArn, 'Decrypt'),
    { actions: ['sagemaker:DescribeEndpoint', 'sagemaker:InvokeEndpoint'], resources: [names.endpointArn] },
  ];
}

import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { ContainerDependencyCondition, type CloudMapOptions } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DnsRecordType, PrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { listsBucket, readsObjects, usesKeyByS3, writesObjects } from '../functions/object-permissions.ts';
import type { Permission } from '../iam/permission.ts';
import { StageNames } from '../names.ts';
import { mongoContainer } from '../parts/mongo-container.ts';
import { nodeContainer, type ContainerParts } from '../parts/node-container.ts';
import { readParameter } from '../parts/parameters.ts';
import { singleTaskService } from '../parts/single-task-service.ts';
import { taskDefinition } from '../parts/task-definition.ts';
import type { Stage } from '../stages/stage.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** The streamer keeps a window of prices and its open orders. */
const STREAMER_MIB = 384;

/** Prices in, mock orders, every full batch out: one task, never two at once. */
export function streamerStack(context: StackContext): Stack {
  const stack = stackOf(context, 'streamer', 'prices in, mock orders, every full batch out');
  const { stage } = context;
  const names = new StageNames(stage);
  const key = Key.fromKeyArn(stack, 'key', readParameter(stack, names, 'key-arn'));
  const task = taskDefinition(stack, names, {
    name: 'streamer',
    description: 'The streamer: reads its credentials, writes batches',
    size: stage.task,
    key,
    store: stage.store,
    permissions: permissions(stack, names, { keyArn: key.keyArn, store: stage.store }),
  });
  containers(stack, names, { context, key, task });
  const registered = stage.store === 'container' ? { cloudMapOptions: asMongodb(stack, names) } : {};
  singleTaskService(stack, names, { name: 'streamer', stage, task, desiredCount: 1, ...registered });
  return stack;
}

/** MongoDB beside the streamer, where the store is a container: they share one network and end together. */
function containers(stack: Stack, names: StageNames, parts: ContainerParts): void {
  const { stage } = parts.context;
  const streamer = nodeContainer(stack, names, parts, {
    app: 'streamer',
    memoryMiB: STREAMER_MIB,
    healthy: ['/app/health-check.mjs'],
    storeHost: '127.0.0.1',
    environment: {
      GROUND_STAGE: stage.name,
      GROUND_SECRET_NAME: names.secret('ig'),
      GROUND_IG_URL: stage.igUrl,
    },
  });
  if (stage.store !== 'container') return;
  const container = mongoContainer(stack, names, parts);
  streamer.addContainerDependencies({ container, condition: ContainerDependencyCondition.HEALTHY });
}

/** The live scorer finds MongoDB by a name that only the stage's network knows. */
function asMongodb(stack: Stack, names: StageNames): CloudMapOptions {
  const namespaceId = readParameter(stack, names, 'zone-id');
  const cloudMapNamespace = PrivateDnsNamespace.fromPrivateDnsNamespaceAttributes(stack, 'names', {
    namespaceName: names.privateZone,
    namespaceId,
    namespaceArn: names.privateZoneArn(namespaceId),
  });
  return { name: 'mongodb', cloudMapNamespace, dnsRecordType: DnsRecordType.A, dnsTtl: Duration.seconds(10) };
}

type Means = { readonly keyArn: string; readonly store: Stage['store'] };

function permissions(stack: Stack, names: StageNames, { keyArn, store }: Means): readonly Permission[] {
  return [
    { actions: ['secretsmanager:GetSecretValue'], resources: [readParameter(stack, names, 'ig-secret-arn')] },
    readsObjects(names, 'staging/*'),
    writesObjects(names, 'staging/*'),
    listsBucket(names),
    usesKeyByS3(keyArn, 'Decrypt', 'GenerateDataKey'),
    ...(store === 'container' ? [mountsFiles(stack, names)] : []),
  ];
}

function mountsFiles(stack: Stack, names: StageNames): Permission {
  const id = readParameter(stack, names, 'file-system-id');
  return {
    actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    resources: [`arn:${Aws.PARTITION}:elasticfilesystem:${Aws.REGION}:${Aws.ACCOUNT_ID}:file-system/${id}`],
  };
}

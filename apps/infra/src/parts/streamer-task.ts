import { Aws, Validations, type Stack } from 'aws-cdk-lib';
import {
  ContainerDependencyCondition,
  CpuArchitecture,
  FargateTaskDefinition,
  OperatingSystemFamily,
  type ContainerDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { listsBucket, readsObjects, usesKeyByS3, writesObjects } from '../functions/object-permissions.ts';
import type { Permission } from '../iam/permission.ts';
import { serviceRole } from '../iam/service-role.ts';
import type { StageNames } from '../names.ts';
import type { StackContext } from '../stacks/stack-context.ts';
import type { Stage } from '../stages/stage.ts';
import { mongoContainer } from './mongo-container.ts';
import { readParameter } from './parameters.ts';
import { streamerContainer } from './streamer-container.ts';

/** The streamer and, where the store is a container, MongoDB beside it: they share one network and end together. */
export function streamerTask(stack: Stack, names: StageNames, context: StackContext): FargateTaskDefinition {
  const { stage } = context;
  const key = Key.fromKeyArn(stack, 'key', readParameter(stack, names, 'key-arn'));
  const task = new FargateTaskDefinition(stack, 'task', {
    family: names.own('streamer'),
    cpu: stage.task.cpu,
    memoryLimitMiB: stage.task.memoryMiB,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.ARM64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
    taskRole: taskRole(stack, names, { key, store: stage.store }),
    executionRole: executionRole(stack, names, { key, store: stage.store }),
  });
  const streamer = streamerContainer(stack, names, { context, key, task });
  if (stage.store === 'container') waitFor(streamer, mongoContainer(stack, names, { context, key, task }));
  acknowledgeEnvironment(task);
  return task;
}

function waitFor(streamer: ContainerDefinition, mongodb: ContainerDefinition): void {
  streamer.addContainerDependencies({ container: mongodb, condition: ContainerDependencyCondition.HEALTHY });
}

type Means = { readonly key: IKey; readonly store: Stage['store'] };

function taskRole(stack: Stack, names: StageNames, { key, store }: Means): Role {
  return serviceRole(stack, 'task-role', {
    roleName: names.roleName('streamer'),
    service: 'ecs-tasks.amazonaws.com',
    description: 'The streamer: reads its credentials, writes batches',
    permissions: [
      {
        actions: ['secretsmanager:GetSecretValue'],
        resources: [readParameter(stack, names, 'ig-secret-arn')],
      },
      readsObjects(names, 'staging/*'),
      writesObjects(names, 'staging/*'),
      listsBucket(names),
      usesKeyByS3(key.keyArn, 'Decrypt', 'GenerateDataKey'),
      ...(store === 'container' ? [mountsFiles(stack, names)] : []),
    ],
  });
}

function mountsFiles(stack: Stack, names: StageNames): Permission {
  const id = readParameter(stack, names, 'file-system-id');
  return {
    actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    resources: [`arn:${Aws.PARTITION}:elasticfilesystem:${Aws.REGION}:${Aws.ACCOUNT_ID}:file-system/${id}`],
  };
}

/** What Fargate itself does before the containers run: images, logs, and the store's address from its secret. */
function executionRole(stack: Stack, names: StageNames, { key, store }: Means): Role {
  const role = serviceRole(stack, 'execution-role', {
    roleName: names.roleName('streamer-start'),
    service: 'ecs-tasks.amazonaws.com',
    description: 'Pulls the image, writes the logs, injects secrets',
    permissions: store === 'secret' ? [{ actions: ['kms:Decrypt'], resources: [key.keyArn] }] : [],
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'The token that an image is pulled with is for the registry as a whole.',
  });
  return role;
}

function acknowledgeEnvironment(task: FargateTaskDefinition): void {
  Validations.of(task).acknowledge({
    id: 'AwsSolutions-ECS2',
    reason:
      'Plain variables hold names and settings only; credentials are read from Secrets Manager, and a store with a password is injected from its secret.',
  });
}

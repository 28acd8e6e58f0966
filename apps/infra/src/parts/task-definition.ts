import { Validations, type Stack } from 'aws-cdk-lib';
import { CpuArchitecture, FargateTaskDefinition, OperatingSystemFamily } from 'aws-cdk-lib/aws-ecs';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Permission } from '../iam/permission.ts';
import { serviceRole } from '../iam/service-role.ts';
import type { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';

export type TaskOptions = {
  readonly name: 'streamer' | 'live-scorer';
  readonly description: string;
  readonly size: Stage['task'];
  readonly key: IKey;
  readonly store: Stage['store'];
  readonly permissions: readonly Permission[];
};

/** A task on ARM: one role for what its code does, another for what Fargate does to start it. */
export function taskDefinition(stack: Stack, names: StageNames, options: TaskOptions): FargateTaskDefinition {
  const { name, description, size, permissions } = options;
  const task = new FargateTaskDefinition(stack, 'task', {
    family: names.own(name),
    cpu: size.cpu,
    memoryLimitMiB: size.memoryMiB,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.ARM64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
    taskRole: serviceRole(stack, 'task-role', {
      roleName: names.roleName(name),
      service: 'ecs-tasks.amazonaws.com',
      description,
      permissions,
    }),
    executionRole: executionRole(stack, names, options),
  });
  Validations.of(task).acknowledge({
    id: 'AwsSolutions-ECS2',
    reason:
      'Plain variables hold names and settings only; credentials are read from Secrets Manager, and a store with a password is injected from its secret.',
  });
  return task;
}

/** Images, logs, and the store's address from its secret. */
function executionRole(stack: Stack, names: StageNames, { name, key, store }: TaskOptions): Role {
  const role = serviceRole(stack, 'execution-role', {
    roleName: names.roleName(`${name}-start`),
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

import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  Capability,
  ContainerImage,
  LinuxParameters,
  type ContainerDefinition,
  type FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { StageNames } from '../names.ts';
import type { StackContext } from '../stacks/stack-context.ts';
import { stageConfiguration } from '../stages/stage-configuration.ts';
import { storeAddress } from './store-address.ts';
import { taskLog } from './task-log.ts';

export type ContainerParts = {
  readonly context: StackContext;
  readonly key: IKey;
  readonly task: FargateTaskDefinition;
};

export type NodeContainer = {
  readonly app: 'streamer' | 'live-scorer';
  /** Of the task's memory, what it may not go beyond. */
  readonly memoryMiB: number;
  /** The arguments of node that end with 0 while all is well. */
  readonly healthy: readonly string[];
  /** Where MongoDB answers, when it runs in a container. */
  readonly storeHost: string;
  readonly environment: Readonly<Record<string, string>>;
};

/** An app's image: no capabilities, nothing written below /, thirty seconds to end. */
export function nodeContainer(
  stack: Stack,
  names: StageNames,
  { context, key, task }: ContainerParts,
  options: NodeContainer,
): ContainerDefinition {
  const { app, memoryMiB, healthy, storeHost } = options;
  const { stage, bundles } = context;
  const { environment, secrets } = storeAddress(stack, names, { stage, host: storeHost });
  return task.addContainer(app, {
    containerName: app,
    image: ContainerImage.fromAsset(bundles.image(app), { platform: Platform.LINUX_ARM64 }),
    memoryLimitMiB: memoryMiB,
    essential: true,
    readonlyRootFilesystem: true,
    linuxParameters: withoutCapabilities(stack, app),
    stopTimeout: Duration.seconds(30),
    healthCheck: {
      command: ['CMD', 'node', ...healthy],
      interval: Duration.seconds(30),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(60),
    },
    logging: taskLog(stack, names, { stage, key, container: app }).logging,
    environment: {
      AWS_REGION: Aws.REGION,
      GROUND_BUCKET: names.bucket,
      GROUND_CONFIGURATION: JSON.stringify(stageConfiguration(stage)),
      ...environment,
      ...options.environment,
    },
    secrets,
  });
}

/** The image brings its own init. */
function withoutCapabilities(stack: Stack, app: string): LinuxParameters {
  const linux = new LinuxParameters(stack, `${app}-linux`, { initProcessEnabled: false });
  linux.dropCapabilities(Capability.ALL);
  return linux;
}

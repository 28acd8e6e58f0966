import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import {
  Capability,
  ContainerImage,
  LinuxParameters,
  Secret as InjectedSecret,
  type ContainerDefinition,
  type FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import type { StageNames } from '../names.ts';
import type { StackContext } from '../stacks/stack-context.ts';
import { stageConfiguration } from '../stages/stage-configuration.ts';
import { readParameter } from './parameters.ts';
import { taskLog } from './task-log.ts';

export type ContainerParts = {
  readonly context: StackContext;
  readonly key: IKey;
  readonly task: FargateTaskDefinition;
};

/** Of the task's memory, what the streamer may not go beyond. */
const STREAMER_MIB = 384;

export function streamerContainer(
  stack: Stack,
  names: StageNames,
  { context, key, task }: ContainerParts,
): ContainerDefinition {
  const { stage, bundles } = context;
  return task.addContainer('streamer', {
    containerName: 'streamer',
    image: ContainerImage.fromAsset(bundles.image('streamer'), { platform: Platform.LINUX_ARM64 }),
    memoryLimitMiB: STREAMER_MIB,
    essential: true,
    readonlyRootFilesystem: true,
    linuxParameters: withoutCapabilities(stack),
    stopTimeout: Duration.seconds(30),
    healthCheck: {
      command: ['CMD', 'node', '/app/health-check.mjs'],
      interval: Duration.seconds(30),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(60),
    },
    logging: taskLog(stack, names, { stage, key, container: 'streamer' }).logging,
    environment: {
      AWS_REGION: Aws.REGION,
      GROUND_STAGE: stage.name,
      GROUND_BUCKET: names.bucket,
      GROUND_SECRET_NAME: names.secret('ig'),
      GROUND_IG_URL: stage.igUrl,
      GROUND_CONFIGURATION: JSON.stringify(stageConfiguration(stage)),
      ...(stage.store === 'container' ? { MONGODB_URI: 'mongodb://127.0.0.1:27017/' } : {}),
    },
    secrets: stage.store === 'secret' ? { MONGODB_URI: storeAddress(stack, names) } : {},
  });
}

/** The image brings its own init. */
function withoutCapabilities(stack: Stack): LinuxParameters {
  const linux = new LinuxParameters(stack, 'streamer-linux', { initProcessEnabled: false });
  linux.dropCapabilities(Capability.ALL);
  return linux;
}

/** A secret that is text, not JSON, and may hold a password. */
function storeAddress(stack: Stack, names: StageNames): InjectedSecret {
  const arn = readParameter(stack, names, 'store-secret-arn');
  return InjectedSecret.fromSecretsManager(Secret.fromSecretCompleteArn(stack, 'store', arn));
}

import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { LogDriver } from 'aws-cdk-lib/aws-ecs';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';
import { retentionOf } from './retention.ts';

/** The log of one container. */
export function taskLog(
  stack: Stack,
  names: StageNames,
  { stage, key, container }: { readonly stage: Stage; readonly key: IKey; readonly container: string },
): { readonly group: LogGroup; readonly logging: LogDriver } {
  const group = new LogGroup(stack, `${container}-log`, {
    logGroupName: `/moving-ground/${names.stage}/${container}`,
    retention: retentionOf(stage),
    encryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return { group, logging: LogDriver.awsLogs({ logGroup: group, streamPrefix: container }) };
}

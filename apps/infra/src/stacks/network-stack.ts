import { Fn, type Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { StageNames } from '../names.ts';
import { mountStoreFiles } from '../parts/mount-store-files.ts';
import { network } from '../parts/network.ts';
import { leaveParameter, readParameter } from '../parts/parameters.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** Where tasks run. Its NAT gateway costs by the hour and holds nothing, so it can go while the data stays. */
export function networkStack(context: StackContext): Stack {
  const stack = stackOf(context, 'network', 'where tasks run, and the way to the files of MongoDB');
  const { stage } = context;
  const names = new StageNames(stage);
  const key = Key.fromKeyArn(stack, 'key', readParameter(stack, names, 'key-arn'));
  const own = network(stack, names, stage, key);
  leaveParameter(stack, names, 'subnet-ids', Fn.join(',', [...own.subnetIds]));
  leaveParameter(stack, names, 'security-group-id', own.tasks.securityGroupId);
  if (stage.store === 'container')
    mountStoreFiles(stack, names, own, readParameter(stack, names, 'file-system-id'));
  return stack;
}

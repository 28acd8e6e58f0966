import { Fn, type Stack } from 'aws-cdk-lib';
import { Port, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { PrivateDnsNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import { StageNames } from '../names.ts';
import { mountStoreFiles } from '../parts/mount-store-files.ts';
import { network, type Network } from '../parts/network.ts';
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
  new Cluster(stack, 'cluster', {
    clusterName: names.own('cluster'),
    vpc: own.vpc as IVpc,
    containerInsightsV2: ContainerInsights.ENABLED,
  });
  if (stage.store === 'container') storeInContainer(stack, names, own);
  return stack;
}

/** MongoDB's files can be mounted; it is found by a name, and answers to tasks of the stage and to nobody else. */
function storeInContainer(stack: Stack, names: StageNames, own: Network): void {
  mountStoreFiles(stack, names, own, readParameter(stack, names, 'file-system-id'));
  const zone = new PrivateDnsNamespace(stack, 'zone', { name: names.privateZone, vpc: own.vpc as IVpc });
  leaveParameter(stack, names, 'zone-id', zone.namespaceId);
  own.tasks.addIngressRule(own.tasks, Port.tcp(27017), 'MongoDB, from the tasks to each other');
  own.tasks.addEgressRule(own.tasks, Port.tcp(27017), 'MongoDB, from the tasks to each other');
}

import { Duration, type Stack } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  DeploymentControllerType,
  FargateService,
  type CloudMapOptions,
  type FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';
import { readParameter, readParameterAt } from './parameters.ts';

export type ServiceOptions = {
  readonly name: 'streamer' | 'live-scorer';
  readonly stage: Stage;
  readonly task: FargateTaskDefinition;
  readonly desiredCount: 0 | 1;
  readonly cloudMapOptions?: CloudMapOptions;
};

/** One task or none, in the stage's network; a new one that does not start makes way for the old one again. */
export function singleTaskService(stack: Stack, names: StageNames, options: ServiceOptions): void {
  const { name, stage, task, desiredCount, cloudMapOptions } = options;
  const groupId = readParameter(stack, names, 'security-group-id');
  const group = SecurityGroup.fromSecurityGroupId(stack, 'tasks', groupId, { mutable: false });
  const subnets = [0, 1].map((zone) =>
    Subnet.fromSubnetId(stack, `subnet-${zone}`, readParameterAt(stack, names, 'subnet-ids', zone)),
  );
  new FargateService(stack, 'service', {
    serviceName: names.own(name),
    cluster: stageCluster(stack, names),
    taskDefinition: task,
    desiredCount,
    // The old task ends before the new one begins: IG allows one session, and MongoDB's files one process.
    minHealthyPercent: 0,
    maxHealthyPercent: 100,
    deploymentController: { type: DeploymentControllerType.ECS },
    circuitBreaker: { enable: true, rollback: true },
    assignPublicIp: stage.network === 'public',
    securityGroups: [group],
    vpcSubnets: { subnets },
    healthCheckGracePeriod: Duration.seconds(0),
    enableECSManagedTags: true,
    ...(cloudMapOptions ? { cloudMapOptions } : {}),
  });
}

/** By its name. A service says its subnets and its group; the network they are in follows from them. */
function stageCluster(stack: Stack, names: StageNames): ReturnType<typeof Cluster.fromClusterAttributes> {
  const vpc = Vpc.fromVpcAttributes(stack, 'network', {
    vpcId: 'of-its-subnets',
    availabilityZones: ['first', 'second'],
  });
  return Cluster.fromClusterAttributes(stack, 'cluster', { clusterName: names.own('cluster'), vpc });
}

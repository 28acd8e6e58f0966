import { Duration, type Stack } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerInsights,
  DeploymentControllerType,
  FargateService,
  type FargateTaskDefinition,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import { StageNames } from '../names.ts';
import { readParameter, readParameterAt } from '../parts/parameters.ts';
import { streamerTask } from '../parts/streamer-task.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** Prices in, mock orders, every full batch out: one task, never two at once. */
export function streamerStack(context: StackContext): Stack {
  const stack = stackOf(context, 'streamer', 'prices in, mock orders, every full batch out');
  const { stage } = context;
  const names = new StageNames(stage);
  const cluster = new Cluster(stack, 'cluster', {
    clusterName: names.own('cluster'),
    vpc: unnamedNetwork(stack),
    containerInsightsV2: ContainerInsights.ENABLED,
  });
  const task = streamerTask(stack, names, context);
  service(stack, names, { cluster, task, context });
  return stack;
}

/** A service says its subnets and its group; the network they are in follows from them and is named nowhere. */
function unnamedNetwork(stack: Stack): ReturnType<typeof Vpc.fromVpcAttributes> {
  return Vpc.fromVpcAttributes(stack, 'network', {
    vpcId: 'of-its-subnets',
    availabilityZones: ['first', 'second'],
  });
}

type ServiceParts = {
  readonly cluster: Cluster;
  readonly task: FargateTaskDefinition;
  readonly context: StackContext;
};

function service(stack: Stack, names: StageNames, { cluster, task, context }: ServiceParts): void {
  const group = SecurityGroup.fromSecurityGroupId(
    stack,
    'tasks',
    readParameter(stack, names, 'security-group-id'),
    { mutable: false },
  );
  const subnets = [0, 1].map((zone) =>
    Subnet.fromSubnetId(stack, `subnet-${zone}`, readParameterAt(stack, names, 'subnet-ids', zone)),
  );
  new FargateService(stack, 'service', {
    serviceName: names.own('streamer'),
    cluster: cluster as ICluster,
    taskDefinition: task,
    desiredCount: 1,
    // The old task ends before the new one begins: IG allows one session, and MongoDB's files one process.
    minHealthyPercent: 0,
    maxHealthyPercent: 100,
    deploymentController: { type: DeploymentControllerType.ECS },
    circuitBreaker: { enable: true, rollback: true },
    assignPublicIp: context.stage.network === 'public',
    securityGroups: [group],
    vpcSubnets: { subnets },
    healthCheckGracePeriod: Duration.seconds(0),
    enableECSManagedTags: true,
  });
}

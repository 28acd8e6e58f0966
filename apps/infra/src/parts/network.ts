import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { serviceRole } from '../iam/service-role.ts';
import type { StageNames } from '../names.ts';
import { retentionOf } from './retention.ts';
import type { Stage } from '../stages/stage.ts';

export type Network = {
  readonly vpc: Vpc;
  readonly subnetIds: readonly string[];
  readonly tasks: SecurityGroup;
};

const MAX_ZONES = 2;

/** IG is on the internet: a task has a public address of its own, or a NAT gateway before it; nothing comes in. */
export function network(scope: Construct, names: StageNames, stage: Stage, encryptionKey: IKey): Network {
  const isNat = stage.network === 'nat';
  const vpc = new Vpc(scope, 'vpc', {
    vpcName: names.own('network'),
    maxAzs: MAX_ZONES,
    natGateways: isNat ? 1 : 0,
    subnetConfiguration: [
      { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false, cidrMask: 24 },
      ...(isNat ? [{ name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 }] : []),
    ],
    // S3 without this would go by the NAT gateway, which is paid for each byte.
    gatewayEndpoints: { s3: { service: GatewayVpcEndpointAwsService.S3 } },
  });
  flowLogs(scope, vpc, names, { stage, encryptionKey });
  const subnets = isNat ? vpc.privateSubnets : vpc.publicSubnets;
  return { vpc, subnetIds: subnets.map(({ subnetId }) => subnetId), tasks: taskGroup(scope, vpc, names) };
}

/** Nothing in; out to AWS and IG by TLS, and to the file system. */
function taskGroup(scope: Construct, vpc: Vpc, names: StageNames): SecurityGroup {
  const group = new SecurityGroup(scope, 'tasks', {
    vpc: vpc as IVpc,
    securityGroupName: names.own('tasks'),
    description: 'Tasks of Moving Ground: nothing comes in',
    allowAllOutbound: false,
  });
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS and IG, by TLS');
  return group;
}

function flowLogs(
  scope: Construct,
  vpc: Vpc,
  names: StageNames,
  { stage, encryptionKey }: { readonly stage: Stage; readonly encryptionKey: IKey },
): void {
  const logGroup = new LogGroup(scope, 'flow-logs', {
    logGroupName: `/moving-ground/${names.stage}/network`,
    retention: retentionOf(stage),
    encryptionKey,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const iamRole = serviceRole(scope, 'flow-log-role', {
    roleName: names.roleName('flow-logs'),
    service: 'vpc-flow-logs.amazonaws.com',
    description: 'Writes what the network refused or let through',
    permissions: [],
  });
  vpc.addFlowLog('flow-log', { destination: FlowLogDestination.toCloudWatchLogs(logGroup, iamRole) });
  Validations.of(iamRole).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Describing log groups has no resource of its own.',
  });
}

import { Port, SecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnMountTarget } from 'aws-cdk-lib/aws-efs';
import type { Construct } from 'constructs';
import type { StageNames } from '../names.ts';
import type { Network } from './network.ts';

/** The file system is reached from each of the tasks' subnets, by the tasks and by nobody else. */
export function mountStoreFiles(
  scope: Construct,
  names: StageNames,
  { vpc, subnetIds, tasks }: Network,
  fileSystemId: string,
): void {
  const group = new SecurityGroup(scope, 'files-group', {
    vpc: vpc as IVpc,
    securityGroupName: names.own('files'),
    description: 'MongoDB files: NFS from the tasks and nothing else',
    allowAllOutbound: false,
  });
  group.addIngressRule(tasks, Port.tcp(2049), 'NFS from the tasks');
  tasks.addEgressRule(group, Port.tcp(2049), 'NFS to the store files');
  subnetIds.forEach(
    (subnetId, zone) =>
      new CfnMountTarget(scope, `mount-${zone}`, {
        fileSystemId,
        subnetId,
        securityGroups: [group.securityGroupId],
      }),
  );
}

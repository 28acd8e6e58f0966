import { stageConfiguration } from '../stages/stage-configuration.ts';
import type { Stage } from '../stages/stage.ts';

export type QuotaNeed = { readonly service: string; readonly name: string; readonly least: number };

const FUNCTIONS = 8;

/** By the names that Service Quotas shows. A new account has none of some of them. */
export function quotaNeeds(stage: Stage): readonly QuotaNeed[] {
  const { tuning } = stageConfiguration(stage);
  const { endpoint, task, network } = stage;
  return [
    { service: 'sagemaker', name: 'ml.c4.xlarge for training job usage', least: tuning.maxParallelJobs },
    // An update brings up the new instances beside the old ones.
    ...(endpoint.kind === 'instance'
      ? [
          {
            service: 'sagemaker',
            name: `${endpoint.instanceType} for endpoint usage`,
            least: 2 * endpoint.instanceCount,
          },
        ]
      : []),
    { service: 'fargate', name: 'Fargate On-Demand vCPU resource count', least: Math.ceil(task.cpu / 1024) },
    { service: 'lambda', name: 'Concurrent executions', least: FUNCTIONS },
    { service: 'vpc', name: 'VPCs per Region', least: 1 },
    ...(network === 'nat' ? [{ service: 'ec2', name: 'EC2-VPC Elastic IPs', least: 1 }] : []),
  ];
}

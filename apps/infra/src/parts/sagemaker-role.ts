import { Aws, type Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { listsBucket, readsObjects, writesObjects } from '../functions/object-permissions.ts';
import type { Permission } from '../iam/permission.ts';
import { serviceRole } from '../iam/service-role.ts';
import { watchesUpdates } from '../iam/watches-updates.ts';
import type { StageNames } from '../names.ts';
import { linearLearnerImage } from './linear-learner-image.ts';
import { readParameter } from './parameters.ts';

const NO_RESOURCE = 'The action has no resource to name; its namespace is limited instead.';

/** What training jobs and the endpoint act as: they read datasets and write models, and nothing else of the bucket. */
export function sageMakerRole(stack: Stack, names: StageNames): Role {
  return serviceRole(stack, 'sagemaker-role', {
    roleName: names.roleName('sagemaker'),
    service: 'sagemaker.amazonaws.com',
    description: 'Trains on datasets, stores models, serves them',
    permissions: [
      readsObjects(names, 'datasets/*', 'models/*'),
      writesObjects(names, 'models/*'),
      listsBucket(names),
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant', 'kms:DescribeKey'],
        resources: [readParameter(stack, names, 'key-arn')],
      },
      ...logsAndMetrics(),
      ...image(stack),
      ofTuning(names),
      ...watchesUpdates(names),
    ],
  });
}

function logsAndMetrics(): Permission[] {
  const groups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:/aws/sagemaker/*`;
  return [
    {
      actions: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'logs:DescribeLogStreams',
      ],
      resources: [groups],
      because: 'SageMaker names the groups and streams of its jobs and endpoints.',
    },
    {
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      because: NO_RESOURCE,
      conditions: { StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'aws/sagemaker/*'] } },
    },
  ];
}

function image(stack: Stack): Permission[] {
  return [
    {
      actions: ['ecr:GetAuthorizationToken'],
      resources: ['*'],
      because: 'The token is for the registry as a whole.',
    },
    {
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      resources: [linearLearnerImage(stack).repositoryArn],
    },
  ];
}

function ofTuning(names: StageNames): Permission {
  return {
    actions: [
      'sagemaker:DescribeHyperParameterTuningJob',
      'sagemaker:StopHyperParameterTuningJob',
      'sagemaker:ListTags',
    ],
    resources: [names.madeByRuns('hyper-parameter-tuning-job')],
    because: 'A tuning job is named after a batch that is not known yet.',
  };
}

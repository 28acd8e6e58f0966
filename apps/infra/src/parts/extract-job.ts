import { Aws, type Stack } from 'aws-cdk-lib';
import { CfnJob, CfnSecurityConfiguration } from 'aws-cdk-lib/aws-glue';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { join } from 'node:path';
import { deletesObjects, listsBucket, readsObjects, writesObjects } from '../functions/object-permissions.ts';
import { permit } from '../iam/permission.ts';
import { serviceRole } from '../iam/service-role.ts';
import type { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';
import { readParameter } from './parameters.ts';

/** Ten minutes before the state gives the job up. */
const TIMEOUT_MINUTES = 105;
/** The least that Spark runs on: one G.1X drives, one works. */
const WORKERS = 2;

/** The extraction of large windows, on Spark. @param folder the job's script and its package below src */
export function extractJob(stack: Stack, names: StageNames, stage: Stage, folder: string): void {
  const script = new Asset(stack, 'script', { path: join(folder, 'job.py') });
  const source = new Asset(stack, 'source', {
    path: join(folder, 'src'),
    exclude: ['**/__pycache__', '*.egg-info'],
  });
  const keyArn = readParameter(stack, names, 'key-arn');
  const role = jobRole(stack, names, keyArn);
  permit(role, [{ actions: ['s3:GetObject'], resources: [script, source].map(objectArn) }]);
  new CfnJob(stack, 'extract-job', {
    name: names.own('extract'),
    description: `Moving Ground, ${stage.name}: a window of batches becomes a dataset`,
    glueVersion: '5.0',
    workerType: 'G.1X',
    numberOfWorkers: WORKERS,
    maxRetries: 0,
    timeout: TIMEOUT_MINUTES,
    executionProperty: { maxConcurrentRuns: 1 },
    role: role.roleArn,
    securityConfiguration: encryption(stack, names, keyArn).name,
    command: { name: 'glueetl', pythonVersion: '3', scriptLocation: script.s3ObjectUrl },
    defaultArguments: {
      '--extra-py-files': source.s3ObjectUrl,
      '--enable-continuous-cloudwatch-log': 'true',
      '--enable-metrics': 'true',
      '--job-bookmark-option': 'job-bookmark-disable',
    },
  });
}

function objectArn({ s3BucketName, s3ObjectKey }: Asset): string {
  return `arn:${Aws.PARTITION}:s3:::${s3BucketName}/${s3ObjectKey}`;
}

function encryption(stack: Stack, names: StageNames, kmsKeyArn: string): CfnSecurityConfiguration {
  return new CfnSecurityConfiguration(stack, 'encryption', {
    name: names.own('extract'),
    encryptionConfiguration: {
      s3Encryptions: [{ s3EncryptionMode: 'SSE-KMS', kmsKeyArn }],
      cloudWatchEncryption: { cloudWatchEncryptionMode: 'SSE-KMS', kmsKeyArn },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode: 'CSE-KMS', kmsKeyArn },
    },
  });
}

function jobRole(stack: Stack, names: StageNames, keyArn: string): Role {
  const groups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:/aws-glue/*`;
  return serviceRole(stack, 'extract-role', {
    roleName: names.roleName('extract-job'),
    service: 'glue.amazonaws.com',
    description: 'Reads batches, writes datasets',
    permissions: [
      readsObjects(names, 'staging/*', 'datasets/*'),
      writesObjects(names, 'datasets/*'),
      deletesObjects(names, 'datasets/*'),
      listsBucket(names),
      {
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        resources: [keyArn],
      },
      {
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:AssociateKmsKey'],
        resources: [groups],
        because: 'Glue names the groups and streams of its jobs.',
      },
      {
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        because: 'The action has no resource to name; its namespace is limited instead.',
        conditions: { StringEquals: { 'cloudwatch:namespace': 'Glue' } },
      },
    ],
  });
}

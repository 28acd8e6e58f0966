import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageNames } from '../names.ts';

/** Everything but using it: whoever administers the key reads nothing with it. */
const ADMINISTRATION = [
  'CreateAlias',
  'UpdateAlias',
  'DeleteAlias',
  'DescribeKey',
  'EnableKey',
  'DisableKey',
  'EnableKeyRotation',
  'DisableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'PutKeyPolicy',
  'UpdateKeyDescription',
  'ListGrants',
  'ListKeyPolicies',
  'ListResourceTags',
  'RevokeGrant',
  'RetireGrant',
  'TagResource',
  'UntagResource',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
].map((action) => `kms:${action}`);

const USE = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
];

/** Services through which the account's roles use the key, as far as their own policies let them. */
const THROUGH = ['s3', 'secretsmanager', 'elasticfilesystem', 'sns', 'glue', 'sagemaker', 'ec2'];

/** The stage's one key. */
export function dataKey(scope: Construct, names: StageNames): Key {
  return new Key(scope, 'key', {
    alias: names.own('data'),
    description: `Moving Ground, stage ${names.stage}: objects, secrets, MongoDB's files, logs and notices`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new PolicyDocument({ statements: [administration(), use(), logs(names), notices()] }),
  });
}

function administration(): PolicyStatement {
  return new PolicyStatement({
    sid: 'Administration',
    principals: [new AccountRootPrincipal()],
    actions: ADMINISTRATION,
    resources: ['*'],
  });
}

function use(): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseThroughServices',
    principals: [new AccountRootPrincipal()],
    actions: [...USE, 'kms:CreateGrant'],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:CallerAccount': Aws.ACCOUNT_ID,
        'kms:ViaService': THROUGH.map((service) => `${service}.${Aws.REGION}.amazonaws.com`),
      },
    },
  });
}

function logs(names: StageNames): PolicyStatement {
  const groups = [
    `/aws/lambda/${names.own('*')}`,
    `/aws/vendedlogs/${names.own('*')}`,
    `/moving-ground/${names.stage}/*`,
    `/aws-glue/*`,
  ];
  return new PolicyStatement({
    sid: 'Logs',
    principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: USE,
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': groups.map(
          (group) => `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${group}`,
        ),
      },
    },
  });
}

function notices(): PolicyStatement {
  return new PolicyStatement({
    sid: 'Notices',
    principals: ['cloudwatch', 'events', 'budgets'].map(
      (name) => new ServicePrincipal(`${name}.amazonaws.com`),
    ),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

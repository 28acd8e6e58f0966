import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { CfnAccessPoint, CfnFileSystem } from 'aws-cdk-lib/aws-efs';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageNames } from '../names.ts';

/** The user of the MongoDB image, and its group. */
const MONGODB = '999';

export type StoreFiles = { readonly fileSystemId: string; readonly accessPointId: string };

/**
 * MongoDB's files, encrypted, backed up every day, mounted by TLS and by the streamer's task only. It outlives tasks
 * and, on purpose, the stack.
 */
export function storeFiles(scope: Construct, names: StageNames, key: Key): StoreFiles {
  const fileSystem = new CfnFileSystem(scope, 'files', {
    encrypted: true,
    kmsKeyId: key.keyArn,
    backupPolicy: { status: 'ENABLED' },
    throughputMode: 'bursting',
    fileSystemPolicy: tlsAndTaskOnly(names),
    fileSystemTags: [{ key: 'Name', value: names.own('mongodb') }],
  });
  fileSystem.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const accessPoint = new CfnAccessPoint(scope, 'mongodb-files', {
    fileSystemId: fileSystem.ref,
    posixUser: { uid: MONGODB, gid: MONGODB },
    rootDirectory: {
      path: '/mongodb',
      creationInfo: { ownerUid: MONGODB, ownerGid: MONGODB, permissions: '0700' },
    },
  });
  accessPoint.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return { fileSystemId: fileSystem.ref, accessPointId: accessPoint.ref };
}

function tlsAndTaskOnly(names: StageNames): object {
  const mount = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'];
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'StreamerOnly',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: mount,
        Resource: '*',
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': names.roleArn('streamer') },
          StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
          Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' },
        },
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: [...mount, 'elasticfilesystem:ClientRootAccess'],
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

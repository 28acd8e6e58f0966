import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type BucketProps,
  type CfnBucket,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageNames } from '../names.ts';

const CLOSED: BucketProps = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** The bucket of batches, datasets, models and records. */
export function dataBucket(scope: Construct, names: StageNames, encryptionKey: IKey): Bucket {
  const bucket = new Bucket(scope, 'bucket', {
    ...CLOSED,
    bucketName: names.bucket,
    encryption: BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    versioned: true,
    serverAccessLogsBucket: accessLogBucket(scope, names) as IBucket,
    serverAccessLogsPrefix: 'data/',
    lifecycleRules: [
      { id: 'old-versions', noncurrentVersionExpiration: Duration.days(30) },
      { id: 'half-uploads', abortIncompleteMultipartUploadAfter: Duration.days(2) },
      // The selector keeps the newest runs; this is for what no promotion has tidied up.
      { id: 'datasets', prefix: 'datasets/', expiration: Duration.days(90) },
      { id: 'staging', prefix: 'staging/', expiration: Duration.days(365) },
      { id: 'delete-markers', expiredObjectDeleteMarker: true },
    ],
  });
  refuseOtherKeys(bucket, encryptionKey);
  keepManifests(bucket);
  // The events go to EventBridge, where the watcher's stack has its rule. The L2's own switch would bring a function.
  (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
    eventBridgeConfiguration: { eventBridgeEnabled: true },
  };
  return bucket;
}

function accessLogBucket(scope: Construct, names: StageNames): Bucket {
  const bucket = new Bucket(scope, 'access-logs', {
    ...CLOSED,
    bucketName: names.accessLogBucket,
    // S3 delivers access logs to no bucket with a customer's key.
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [
      { id: 'logs', expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(1) },
    ],
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'This bucket takes the access logs; logging its own deliveries would never end.',
  });
  return bucket;
}

/** No key named means the bucket's own. Another one, or another way of encryption, is refused. */
function refuseOtherKeys(bucket: Bucket, key: IKey): void {
  const named = {
    OtherKey: ['s3:x-amz-server-side-encryption-aws-kms-key-id', key.keyArn],
    OtherEncryption: ['s3:x-amz-server-side-encryption', 'aws:kms'],
  } as const;
  for (const [sid, [header, value]] of Object.entries(named))
    deny(bucket, sid, '*', { Null: { [header]: 'false' }, StringNotEquals: { [header]: value } });
}

/** A manifest is written where there is none, and never over one: a write without If-None-Match is refused. */
function keepManifests(bucket: Bucket): void {
  deny(bucket, 'ManifestsOnce', 'staging/*/manifest.json', {
    Null: { 's3:if-none-match': 'true' },
    // The parts of an upload in parts never have the header.
    Bool: { 's3:ObjectCreationOperation': 'true' },
  });
}

function deny(
  bucket: Bucket,
  sid: string,
  keys: string,
  conditions: Record<string, Record<string, string>>,
): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(keys)],
      conditions,
    }),
  );
}

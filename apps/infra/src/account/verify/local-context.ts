import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { LocalCloud } from '../start-local-cloud.ts';
import type { VerifyContext } from './step.ts';

/** A local cloud, asked as an account is. */
export function localContext({ client, bucket }: LocalCloud, namePrefix: string): VerifyContext {
  return {
    states: new SFNClient(client),
    iam: new IAMClient(client),
    glue: new GlueClient(client),
    s3: new S3Client({ ...client, forcePathStyle: true }),
    sageMaker: new SageMakerClient(client),
    runtime: new SageMakerRuntimeClient(client),
    bucket,
    roleArn: 'arn:aws:iam::000000000000:role/moving-ground-sagemaker',
    trainingImage: '644912444149.dkr.ecr.eu-west-2.amazonaws.com/linear-learner:1',
    namePrefix,
    pollMs: 50,
  };
}

import type { GlueClient } from '@aws-sdk/client-glue';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { SFNClient } from '@aws-sdk/client-sfn';

/** What a verification works with: a real account's clients, or a local cloud's. */
export type VerifyContext = {
  readonly states: SFNClient;
  readonly iam: IAMClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly bucket: string;
  readonly roleArn: string;
  readonly trainingImage: string;
  /** Begins the names of what is made, so that nothing of an earlier verification is in the way. */
  readonly namePrefix: string;
  readonly pollMs: number;
};

export type StepAnswer = {
  /** unknown: nothing was proved, for example because the service does not know the question. */
  readonly state: 'ok' | 'wrong' | 'unknown';
  readonly says: string;
  /** The service's answers by name, to be kept once they are scrubbed. */
  readonly responses?: Readonly<Record<string, object>>;
};

export type Step = {
  readonly name: string;
  /** The most that it can cost. */
  readonly dollars: number;
  readonly run: (context: VerifyContext) => Promise<StepAnswer>;
};

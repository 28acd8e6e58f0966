import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { setTimeout as pause } from 'node:timers/promises';
import type { VerifyContext } from './step.ts';

export class NotServed extends Error {
  override readonly name = 'NotServed';
}

/** The image's scores of some rows with this artifact. The endpoint is there for as long as that takes. @throws NotServed */
export async function scoresOfArtifact(
  context: VerifyContext,
  artifact: Uint8Array,
  rows: readonly string[],
): Promise<readonly number[]> {
  const name = `${context.namePrefix}verify-served`;
  await create(context, name, artifact);
  try {
    await untilInService(context, name);
    return await ask(context, name, rows);
  } finally {
    await remove(context, name);
  }
}

async function create(
  { s3, sageMaker, bucket, roleArn, trainingImage, namePrefix }: VerifyContext,
  name: string,
  artifact: Uint8Array,
): Promise<void> {
  const key = `models/${namePrefix}verify/served/model.tar.gz`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: artifact }));
  const PrimaryContainer = { Image: trainingImage, ModelDataUrl: `s3://${bucket}/${key}` };
  await sageMaker.send(
    new CreateModelCommand({ ModelName: name, ExecutionRoleArn: roleArn, PrimaryContainer }),
  );
  const variant = {
    VariantName: 'champion',
    ModelName: name,
    ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 1 },
  };
  await sageMaker.send(
    new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants: [variant] }),
  );
  await sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
}

async function untilInService({ sageMaker, pollMs }: VerifyContext, EndpointName: string): Promise<void> {
  for (;;) {
    const { EndpointStatus, FailureReason } = await sageMaker.send(
      new DescribeEndpointCommand({ EndpointName }),
    );
    if (EndpointStatus === 'InService') return;
    if (EndpointStatus !== 'Creating')
      throw new NotServed(`the endpoint is ${EndpointStatus}: ${FailureReason}`);
    await pause(pollMs);
  }
}

type Answer = { readonly predictions: readonly { readonly score: number }[] };

async function ask(
  { runtime }: VerifyContext,
  EndpointName: string,
  rows: readonly string[],
): Promise<readonly number[]> {
  const { Body } = await runtime.send(
    new InvokeEndpointCommand({
      EndpointName,
      Body: rows.join('\n'),
      ContentType: 'text/csv',
      Accept: 'application/json',
    }),
  );
  const { predictions } = JSON.parse(new TextDecoder().decode(Body)) as Answer;
  return predictions.map(({ score }) => score);
}

/** Each on its own, so that one that fails leaves no other behind. */
async function remove({ sageMaker }: VerifyContext, name: string): Promise<void> {
  const removals = [
    () => sageMaker.send(new DeleteEndpointCommand({ EndpointName: name })),
    () => sageMaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })),
    () => sageMaker.send(new DeleteModelCommand({ ModelName: name })),
  ];
  const ended = await Promise.allSettled(removals.map((removal) => removal()));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw new NotServed(`${name} was not removed whole: ${String(failed.reason)}`);
}

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseConfiguration } from '@moving-ground/configuration';
import { encodeRecords } from '@moving-ground/formats';
import {
  renderStaticHyperparameters,
  renderTuningJobConfig,
  tuningConfigOf,
} from '@moving-ground/tuning-config';
import { FEATURE_DIM, trainingFiles, writeTrainingRows } from '../fit/training-rows.ts';
import type { ObjectStore, SageMaker } from './apps.ts';

/** Rows of each channel: a batch of 10,000 orders as the default configuration cuts it. */
const CHANNELS = { train: 7_000, validation: 1_500, test: 1_500 } as const;
const BUCKET = 'bench';

/** The channels' RecordIO files, of one walk in time order. */
export async function putChannels(objects: ObjectStore, folder: string): Promise<void> {
  const files = trainingFiles(folder);
  writeTrainingRows(10_000, 1, files);
  const [features, labels] = [floatsOf(files.features), floatsOf(files.labels)];
  await objects.createBucket(BUCKET);
  let first = 0;
  for (const [channel, rows] of Object.entries(CHANNELS)) {
    const part = {
      features: features.subarray(first * FEATURE_DIM, (first + rows) * FEATURE_DIM),
      labels: labels.subarray(first, first + rows),
      featureDim: FEATURE_DIM,
    };
    await objects.put(BUCKET, `${channel}/part-00000.rec`, encodeRecords(part));
    first += rows;
  }
}

function floatsOf(path: string): Float32Array {
  const { buffer, byteOffset, length } = readFileSync(path);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer);
}

/** The default configuration's tuning. */
export const TUNING = tuningConfigOf({ ...parseConfiguration({}, 'the bench').tuning, seed: 1 });

/** Resolves when the tuning job has ended. @throws Error unless it is completed */
export async function tune({ control }: SageMaker, name: string): Promise<void> {
  const { CreateHyperParameterTuningJob: create, DescribeHyperParameterTuningJob: describe } =
    control.operations;
  await create?.({
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: renderTuningJobConfig(TUNING),
    TrainingJobDefinition: definition(),
  });
  for (;;) {
    const told = await describe?.({ HyperParameterTuningJobName: name });
    const status = told?.['HyperParameterTuningJobStatus'];
    if (status === 'Completed') return;
    if (status !== 'InProgress')
      throw new Error(`${name} is ${String(status)}: ${String(told?.['FailureReason'])}`);
    await pause(5);
  }
}

function definition() {
  return {
    StaticHyperParameters: renderStaticHyperparameters(TUNING, FEATURE_DIM),
    AlgorithmSpecification: { TrainingImage: 'linear-learner:1', TrainingInputMode: 'File' },
    RoleArn: 'arn:aws:iam::000000000000:role/bench',
    InputDataConfig: Object.keys(CHANNELS).map((ChannelName) => ({
      ChannelName,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/${ChannelName}/` } },
      ContentType: 'application/x-recordio-protobuf',
    })),
    OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/models` },
    ResourceConfig: { InstanceType: 'ml.c5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  };
}

import { z } from 'zod';
import { nameOf, tagList } from '../resource/parse-input.ts';

const s3Uri = z.string().regex(/^s3:\/\/[^/]+/, 'must be s3://bucket/key');

export const channelInput = z.looseObject({
  ChannelName: z
    .string()
    .regex(/^[A-Za-z0-9.\-_]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores'),
  DataSource: z.looseObject({
    S3DataSource: z.looseObject({ S3DataType: z.literal('S3Prefix'), S3Uri: s3Uri }),
  }),
  ContentType: z.string().optional(),
  CompressionType: z.literal('None').optional(),
});

export type Channel = z.infer<typeof channelInput>;

const algorithm = z.looseObject({
  TrainingImage: z.string().optional(),
  AlgorithmName: z.string().optional(),
  TrainingInputMode: z.enum(['Pipe', 'File', 'FastFile']),
});

/** What a training job and a tuning's definition have in common. */
const definition = {
  AlgorithmSpecification: algorithm,
  RoleArn: z.string().min(20, 'must be a role ARN'),
  InputDataConfig: z.array(channelInput).min(1).max(20),
  OutputDataConfig: z.looseObject({ S3OutputPath: s3Uri }),
  ResourceConfig: z.looseObject({}).optional(),
  StoppingCondition: z.looseObject({ MaxRuntimeInSeconds: z.int().min(1).optional() }),
  EnableNetworkIsolation: z.boolean().optional(),
};

const hyperparameters = z.record(z.string().max(256), z.string().max(2500));

export const trainingDefinition = z.looseObject({
  ...definition,
  StaticHyperParameters: hyperparameters.optional(),
});

export type TrainingDefinition = z.infer<typeof trainingDefinition>;

export const createTrainingInput = z.looseObject({
  ...definition,
  TrainingJobName: nameOf(63),
  HyperParameters: hyperparameters.optional(),
  Tags: tagList,
});

export const trainingJobInput = z.looseObject({ TrainingJobName: nameOf(63) });

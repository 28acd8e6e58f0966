import type { Channel, HyperParameterTrainingJobDefinition } from '@aws-sdk/client-sagemaker';
import type { VerifyContext } from './step.ts';
import { TOY_COLUMNS, TOY_PARTS } from './toy-dataset.ts';

/** What every training of a verification has in common. @param prefix of the dataset */
export function toyTraining(
  { bucket, roleArn, trainingImage, namePrefix }: VerifyContext,
  prefix: string,
): HyperParameterTrainingJobDefinition {
  return {
    RoleArn: roleArn,
    AlgorithmSpecification: { TrainingImage: trainingImage, TrainingInputMode: 'File' },
    InputDataConfig: TOY_PARTS.map((part) => channel(part, `s3://${bucket}/${prefix}${part}/`)),
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/models/${namePrefix}verify` },
    ResourceConfig: { InstanceType: 'ml.c4.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 900 },
  };
}

export const TOY_HYPERPARAMETERS: Readonly<Record<string, string>> = {
  predictor_type: 'binary_classifier',
  feature_dim: String(TOY_COLUMNS),
  mini_batch_size: '50',
  epochs: '5',
  normalize_data: 'true',
};

function channel(ChannelName: string, S3Uri: string): Channel {
  return {
    ChannelName,
    ContentType: 'text/csv',
    DataSource: {
      S3DataSource: { S3DataType: 'S3Prefix', S3Uri, S3DataDistributionType: 'FullyReplicated' },
    },
  };
}

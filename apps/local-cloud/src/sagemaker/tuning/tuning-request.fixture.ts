import type { JsonObject } from '../../protocol/json-service.ts';

export type TuningSize = {
  readonly jobs?: number;
  readonly parallel?: number;
  readonly extra?: Readonly<Record<string, string>>;
  /** Searched as well, where given; above the rows of the train part a training fails. */
  readonly miniBatchSizes?: readonly [string, string];
  /** 1e-4 to 1e-1 where it is absent. */
  readonly learningRates?: readonly [string, string];
  readonly featureDim?: number;
  /** TuningJobCompletionCriteria */
  readonly completion?: JsonObject;
  /** Whatever else the HyperParameterTuningJobConfig shall hold. */
  readonly config?: JsonObject;
};

/** CreateHyperParameterTuningJob's input for the datasets of the tests. */
export function tuningRequest(name: string, size: TuningSize = {}): JsonObject {
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: config(size),
    TrainingJobDefinition: {
      StaticHyperParameters: {
        feature_dim: String(size.featureDim ?? 30),
        predictor_type: 'binary_classifier',
        epochs: '4',
        ...(!size.miniBatchSizes && { mini_batch_size: '100' }),
        ...size.extra,
      },
      AlgorithmSpecification: { TrainingImage: 'linear-learner:1', TrainingInputMode: 'File' },
      RoleArn: 'arn:aws:iam::000000000000:role/ground',
      InputDataConfig: ['train', 'validation', 'test'].map(channel),
      OutputDataConfig: { S3OutputPath: 's3://ground/models' },
      ResourceConfig: { InstanceType: 'ml.c4.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
  };
}

function config({
  jobs = 10,
  parallel = 2,
  miniBatchSizes,
  learningRates = ['1e-4', '1e-1'],
  completion,
  config: others,
}: TuningSize): JsonObject {
  const range = (Name: string, [MinValue, MaxValue]: readonly [string, string]): JsonObject => ({
    Name,
    MinValue,
    MaxValue,
    ScalingType: 'Logarithmic',
  });
  return {
    Strategy: 'Bayesian',
    HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'validation:precision' },
    ResourceLimits: { MaxNumberOfTrainingJobs: jobs, MaxParallelTrainingJobs: parallel },
    ParameterRanges: {
      ...(miniBatchSizes && { IntegerParameterRanges: [range('mini_batch_size', miniBatchSizes)] }),
      ContinuousParameterRanges: [range('learning_rate', learningRates), range('l1', ['1e-7', '1e-2'])],
    },
    ...(completion && { TuningJobCompletionCriteria: completion }),
    RandomSeed: 11,
    ...others,
  };
}

function channel(ChannelName: string): JsonObject {
  return {
    ChannelName,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://ground/datasets/${ChannelName}/` } },
    ContentType: 'application/x-recordio-protobuf',
    CompressionType: 'None',
  };
}

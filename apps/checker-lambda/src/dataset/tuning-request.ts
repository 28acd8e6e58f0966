import {
  DATASET_PARTS,
  objectKeys,
  type DatasetPart,
  type RunParameters,
  type TuningRequest,
} from '@moving-ground/run';
import {
  renderStaticHyperparameters,
  renderTuningJobConfig,
  type TuningConfig,
} from '@moving-ground/tuning-config';
import type { CheckerEffects } from '../checker-effects.ts';

/** One training job takes about three minutes; an hour is far above that and below the step's own limit. */
const MAX_TRAINING_SECONDS = 3600;

/** createHyperParameterTuningJob's parameters, the instance and the volume as the article has them. */
export function tuningRequest(
  { runId, batchId }: RunParameters,
  config: TuningConfig,
  featureDim: number,
  { bucket, trainingImage, sageMakerRoleArn, runPrefix, keyArn }: CheckerEffects['settings'],
): TuningRequest {
  return {
    HyperParameterTuningJobName: `${runPrefix}${runId}`,
    HyperParameterTuningJobConfig: renderTuningJobConfig(config),
    TrainingJobDefinition: {
      StaticHyperParameters: renderStaticHyperparameters(config, featureDim),
      AlgorithmSpecification: { TrainingImage: trainingImage, TrainingInputMode: 'File' },
      RoleArn: sageMakerRoleArn,
      InputDataConfig: DATASET_PARTS.map((part) =>
        channel(part, `s3://${bucket}/${objectKeys.datasetPart(batchId, part)}`),
      ),
      OutputDataConfig: {
        S3OutputPath: `s3://${bucket}/${objectKeys.models(runId).slice(0, -1)}`,
        ...(keyArn !== undefined && { KmsKeyId: keyArn }),
      },
      ResourceConfig: {
        InstanceType: 'ml.c4.xlarge',
        InstanceCount: 1,
        VolumeSizeInGB: 10,
        ...(keyArn !== undefined && { VolumeKmsKeyId: keyArn }),
      },
      StoppingCondition: { MaxRuntimeInSeconds: MAX_TRAINING_SECONDS },
      // The service brings data and artifact: a training has nobody else to talk to. A model behind a serverless
      // endpoint cannot be isolated so.
      EnableNetworkIsolation: true,
    },
  };
}

function channel(part: DatasetPart, uri: string): Readonly<Record<string, unknown>> {
  return {
    ChannelName: part,
    DataSource: {
      S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' },
    },
    ContentType: 'application/x-recordio-protobuf',
    CompressionType: 'None',
  };
}

import {
  bucketVariable,
  configurationVariable,
  logLevelVariable,
  readConfiguration,
  readEnvironment,
  runPrefixVariable,
  stageVariable,
  textVariable,
  type Configuration,
} from '@moving-ground/configuration';
import { z } from 'zod';

const ROLE = 'give the ARN of the role that SageMaker takes on';

const schema = z.object({
  GROUND_BUCKET: bucketVariable('name the bucket of the runs'),
  GROUND_TRAINING_IMAGE: textVariable('give the URI of the Linear Learner image'),
  GROUND_SAGEMAKER_ROLE_ARN: textVariable(ROLE).startsWith('arn:', ROLE),
  GROUND_RUN_PREFIX: runPrefixVariable,
  /** Of the key that artifacts and training volumes are encrypted with; absent for the services' own. */
  GROUND_KEY_ARN: z.string().startsWith('arn:', 'give the ARN of a key').optional(),
  /** Between two looks of a waiting run; 1 is for one machine. */
  GROUND_POLL_SECONDS: z.coerce.number().int().min(1).max(3600).default(30),
  GROUND_LOG_LEVEL: logLevelVariable,
  GROUND_STAGE: stageVariable,
  GROUND_CONFIGURATION: configurationVariable,
});

export type Settings = {
  readonly configuration: Configuration;
  readonly bucket: string;
  readonly trainingImage: string;
  readonly sageMakerRoleArn: string;
  readonly runPrefix: string;
  readonly keyArn: string | undefined;
  readonly pollSeconds: number;
  readonly logLevel: z.infer<typeof logLevelVariable>;
  /** Undefined outside of AWS. */
  readonly stage: string | undefined;
};

/** @throws InvalidSettings, and InvalidConfiguration for the configuration or an unknown GROUND_ name */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readEnvironment(schema, environment);
  return {
    configuration: readConfiguration(schema, environment, read.GROUND_CONFIGURATION),
    bucket: read.GROUND_BUCKET,
    trainingImage: read.GROUND_TRAINING_IMAGE,
    sageMakerRoleArn: read.GROUND_SAGEMAKER_ROLE_ARN,
    runPrefix: read.GROUND_RUN_PREFIX,
    keyArn: read.GROUND_KEY_ARN,
    pollSeconds: read.GROUND_POLL_SECONDS,
    logLevel: read.GROUND_LOG_LEVEL,
    stage: read.GROUND_STAGE,
  };
}

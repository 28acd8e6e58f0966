import {
  bucketVariable,
  logLevelVariable,
  readEnvironment,
  stageVariable,
  textVariable,
} from '@moving-ground/configuration';
import { z } from 'zod';

const MACHINE = 'give the ARN of the state machine that runs the pipeline';

const schema = z.object({
  GROUND_BUCKET: bucketVariable('name the bucket that batches arrive in'),
  GROUND_STATE_MACHINE_ARN: textVariable(MACHINE).startsWith('arn:', MACHINE),
  GROUND_LOG_LEVEL: logLevelVariable,
  GROUND_STAGE: stageVariable,
  /** Every function gets it; the watcher has no use for it. */
  GROUND_CONFIGURATION: z.string().optional(),
});

export type Settings = {
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly logLevel: z.infer<typeof logLevelVariable>;
  /** Undefined outside of AWS. */
  readonly stage: string | undefined;
};

/** @throws InvalidSettings, and InvalidConfiguration for an unknown GROUND_ name */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readEnvironment(schema, environment);
  return {
    bucket: read.GROUND_BUCKET,
    stateMachineArn: read.GROUND_STATE_MACHINE_ARN,
    logLevel: read.GROUND_LOG_LEVEL,
    stage: read.GROUND_STAGE,
  };
}

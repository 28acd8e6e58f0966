import {
  bucketVariable,
  configurationVariable,
  logLevelVariable,
  readConfiguration,
  readEnvironment,
  runPrefixVariable,
  stageVariable,
  type Configuration,
} from '@moving-ground/configuration';
import { z } from 'zod';

const rollbackAlarms = z
  .string()
  .default('')
  .transform((names) => names.split(',').filter((name) => name !== ''))
  .refine((names) => names.length <= 10, 'name at most 10 alarms, with commas between them');

const schema = z.object({
  GROUND_BUCKET: bucketVariable('name the bucket of the runs'),
  GROUND_RUN_PREFIX: runPrefixVariable,
  GROUND_LOG_LEVEL: logLevelVariable,
  GROUND_STAGE: stageVariable,
  GROUND_CONFIGURATION: configurationVariable,
  GROUND_ROLLBACK_ALARMS: rollbackAlarms,
});

export type Settings = {
  readonly configuration: Configuration;
  readonly bucket: string;
  readonly runPrefix: string;
  readonly logLevel: z.infer<typeof logLevelVariable>;
  /** Undefined outside of AWS. */
  readonly stage: string | undefined;
  /** Names of the alarms that bring the model before back while an update is watched; none where nothing watches. */
  readonly rollbackAlarms: readonly string[];
};

/** @throws InvalidSettings, and InvalidConfiguration for the configuration or an unknown GROUND_ name */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readEnvironment(schema, environment);
  return {
    configuration: readConfiguration(schema, environment, read.GROUND_CONFIGURATION),
    bucket: read.GROUND_BUCKET,
    runPrefix: read.GROUND_RUN_PREFIX,
    logLevel: read.GROUND_LOG_LEVEL,
    stage: read.GROUND_STAGE,
    rollbackAlarms: read.GROUND_ROLLBACK_ALARMS,
  };
}

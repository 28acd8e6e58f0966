import {
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

const schema = z.object({
  GROUND_BUCKET: textVariable('name the bucket of the runs'),
  GROUND_RUN_PREFIX: runPrefixVariable,
  GROUND_LOG_LEVEL: logLevelVariable,
  GROUND_STAGE: stageVariable,
  GROUND_CONFIGURATION: configurationVariable,
});

export type Settings = {
  readonly configuration: Configuration;
  readonly bucket: string;
  readonly runPrefix: string;
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
    runPrefix: read.GROUND_RUN_PREFIX,
    logLevel: read.GROUND_LOG_LEVEL,
    stage: read.GROUND_STAGE,
  };
}

import {
  configurationVariable,
  logLevelVariable,
  readConfiguration,
  readEnvironment,
  runPrefixVariable,
  textVariable,
  type Configuration,
} from '@moving-ground/configuration';
import { z } from 'zod';

const schema = z.object({
  GROUND_CONFIGURATION: configurationVariable,
  GROUND_BUCKET: textVariable('name the bucket of the runs'),
  GROUND_STATE_MACHINE_ARN: textVariable('give the ARN of the state machine that runs the pipeline'),
  GROUND_RUN_PREFIX: runPrefixVariable,
  GROUND_PAGE: textVariable('name the folder with the built page'),
  /** A market is shown where one of these names its store. */
  GROUND_STORE: z.string().min(1).optional(),
  MONGODB_URI: z.string().min(1).optional(),
  GROUND_LIVE_SCORER_URL: z.url().optional(),
  GROUND_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Between two looks at the cloud; ticks are looked at ten times a second. */
  GROUND_LOOK_EVERY_MS: z.coerce.number().int().min(100).default(500),
  GROUND_LOG_LEVEL: logLevelVariable,
});

export type StorePlace = { readonly mongodbUri: string } | { readonly sqlitePath: string };

export type Settings = {
  readonly configuration: Configuration;
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly runPrefix: string;
  readonly page: string;
  readonly store: StorePlace | undefined;
  readonly liveScorerUrl: string | undefined;
  readonly port: number;
  readonly lookEveryMs: number;
  readonly logLevel: string;
};

/** @throws InvalidSettings, and InvalidConfiguration for the configuration or an unknown GROUND_ name */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readEnvironment(schema, environment);
  return {
    configuration: readConfiguration(schema, environment, read.GROUND_CONFIGURATION),
    bucket: read.GROUND_BUCKET,
    stateMachineArn: read.GROUND_STATE_MACHINE_ARN,
    runPrefix: read.GROUND_RUN_PREFIX,
    page: read.GROUND_PAGE,
    store: storeOf(read.MONGODB_URI, read.GROUND_STORE),
    liveScorerUrl: read.GROUND_LIVE_SCORER_URL,
    port: read.GROUND_PORT,
    lookEveryMs: read.GROUND_LOOK_EVERY_MS,
    logLevel: read.GROUND_LOG_LEVEL,
  };
}

function storeOf(mongodbUri: string | undefined, sqlitePath: string | undefined): StorePlace | undefined {
  if (mongodbUri !== undefined) return { mongodbUri };
  return sqlitePath === undefined ? undefined : { sqlitePath };
}

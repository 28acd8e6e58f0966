import {
  bucketVariable,
  configurationVariable,
  InvalidSettings,
  logLevelVariable,
  mongodbVariable,
  readConfiguration,
  readEnvironment,
  stageVariable,
  textVariable,
  type Configuration,
} from '@moving-ground/configuration';
import { z } from 'zod';
import { healthPort } from './health/health-port.ts';

const schema = z.object({
  GROUND_CONFIGURATION: configurationVariable,
  GROUND_BUCKET: bucketVariable('name the bucket for the batches'),
  GROUND_SECRET_NAME: textVariable('name the secret with the IG credentials'),
  GROUND_IG_URL: z.url({
    protocol: /^https?$/,
    error: 'give an http or https URL, for example https://demo-api.ig.com/gateway/deal',
  }),
  GROUND_IG_ACCOUNT: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,30}$/, 'give an account id, for example ABC12')
    .optional(),
  GROUND_STORE: textVariable('name the SQLite file for prices and orders').optional(),
  MONGODB_URI: mongodbVariable,
  GROUND_HEALTH_PORT: z.string().optional(),
  GROUND_LOG_LEVEL: logLevelVariable,
  GROUND_STAGE: stageVariable,
});

/** A MongoDB address may hold a password. */
export type StorePlace = { readonly mongodbUri: string } | { readonly sqlitePath: string };

export type Settings = {
  readonly configuration: Configuration;
  readonly bucket: string;
  readonly secretName: string;
  readonly igUrl: string;
  /** The IG account whose prices are read; undefined for the preferred one of the login. */
  readonly accountId: string | undefined;
  readonly store: StorePlace;
  /** Where the health report is served; undefined for nowhere. */
  readonly healthPort: number | undefined;
  readonly logLevel: z.infer<typeof logLevelVariable>;
  /** Undefined outside of AWS. */
  readonly stage: string | undefined;
};

/**
 * Region, credentials and endpoints of AWS are the SDK's own variables, and stay the SDK's own business.
 * @throws InvalidSettings, InvalidHealthPort, and InvalidConfiguration for what GROUND_CONFIGURATION holds
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readEnvironment(schema, environment);
  return {
    configuration: readConfiguration(schema, environment, read.GROUND_CONFIGURATION),
    bucket: read.GROUND_BUCKET,
    secretName: read.GROUND_SECRET_NAME,
    igUrl: read.GROUND_IG_URL,
    accountId: read.GROUND_IG_ACCOUNT,
    store: storePlace(read.MONGODB_URI, read.GROUND_STORE),
    healthPort: healthPort(read.GROUND_HEALTH_PORT),
    logLevel: read.GROUND_LOG_LEVEL,
    stage: read.GROUND_STAGE,
  };
}

/** MongoDB where its address is given, a file beside the process otherwise. */
function storePlace(mongodbUri: string | undefined, sqlitePath: string | undefined): StorePlace {
  if (mongodbUri !== undefined) return { mongodbUri };
  if (sqlitePath !== undefined) return { sqlitePath };
  throw new InvalidSettings(
    'environment: GROUND_STORE was missing: name the SQLite file for prices and orders, or give MONGODB_URI',
  );
}

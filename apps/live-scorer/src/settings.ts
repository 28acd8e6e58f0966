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

const schema = z.object({
  GROUND_CONFIGURATION: configurationVariable,
  GROUND_BUCKET: bucketVariable('name the bucket with the models'),
  GROUND_STORE: textVariable('name the SQLite file that the streamer writes').optional(),
  MONGODB_URI: mongodbVariable,
  GROUND_LIVE_HOST: z
    .union([z.ipv4(), z.ipv6()], 'give an IP address, for example 127.0.0.1')
    .default('127.0.0.1'),
  GROUND_LIVE_PORT: whole('a port, or 0 for a free one', 0, 65_535).default(8790),
  GROUND_EXPIRY_MINUTES: whole('minutes after the end of its data', 1, 525_600).default(180),
  GROUND_MUTE_SECONDS: whole('seconds without a price', 1, 86_400).default(30),
  GROUND_DEADLINE_MS: whole('milliseconds below a second', 10, 990).default(800),
  GROUND_STAGE: stageVariable,
  GROUND_LOG_LEVEL: logLevelVariable,
});

function whole(what: string, least: number, most: number): z.ZodType<number, string> {
  const told = `give ${what}: a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,7}$/, told)
    .transform(Number)
    .refine((value) => value >= least && value <= most, told);
}

/** A MongoDB address may hold a password. */
export type StorePlace = { readonly mongodbUri: string } | { readonly sqlitePath: string };

export type Settings = {
  readonly configuration: Configuration;
  readonly bucket: string;
  /** Where the streamer keeps its prices. */
  readonly store: StorePlace;
  readonly address: { readonly host: string; readonly port: number };
  /** A model whose data ended this long before the newest price is expired. */
  readonly expiryMs: number;
  readonly muteAfterMs: number;
  readonly deadlineMs: number;
  /** Told in every line of metrics, where there is one. */
  readonly stage: string | undefined;
  readonly logLevel: z.infer<typeof logLevelVariable>;
};

/** @throws InvalidSettings, and InvalidConfiguration for what GROUND_CONFIGURATION holds */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = readEnvironment(schema, environment);
  return {
    configuration: readConfiguration(schema, environment, read.GROUND_CONFIGURATION),
    bucket: read.GROUND_BUCKET,
    store: storePlace(read.MONGODB_URI, read.GROUND_STORE),
    address: { host: read.GROUND_LIVE_HOST, port: read.GROUND_LIVE_PORT },
    expiryMs: read.GROUND_EXPIRY_MINUTES * 60_000,
    muteAfterMs: read.GROUND_MUTE_SECONDS * 1000,
    deadlineMs: read.GROUND_DEADLINE_MS,
    stage: read.GROUND_STAGE,
    logLevel: read.GROUND_LOG_LEVEL,
  };
}

function storePlace(mongodbUri: string | undefined, sqlitePath: string | undefined): StorePlace {
  if (mongodbUri !== undefined) return { mongodbUri };
  if (sqlitePath !== undefined) return { sqlitePath };
  throw new InvalidSettings(
    'environment: GROUND_STORE was missing: name the SQLite file that the streamer writes, or give MONGODB_URI',
  );
}

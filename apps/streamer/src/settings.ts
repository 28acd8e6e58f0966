import { nearest, parseConfiguration, type Configuration } from '@moving-ground/configuration';
import { z } from 'zod';
import { healthPort } from './health/health-port.ts';

/** The environment cannot be used; the message names the variable, its value and what to write. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const schema = z.object({
  GROUND_CONFIGURATION: z.string('is missing: give the text of ground.config.json'),
  GROUND_BUCKET: z
    .string('is missing: name the bucket for the batches')
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no bucket name'),
  GROUND_SECRET_NAME: z.string('is missing: name the secret with the IG credentials').min(1, 'is empty'),
  GROUND_IG_URL: z.url({
    protocol: /^https?$/,
    error: 'is no http or https URL, for example https://demo-api.ig.com/gateway/deal',
  }),
  GROUND_IG_ACCOUNT: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,30}$/, 'is no account id, for example ABC12')
    .optional(),
  GROUND_STORE: z.string().min(1, 'is empty').optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'is no MongoDB address, for example mongodb://localhost:27017')
    .optional(),
  GROUND_HEALTH_PORT: z.string().optional(),
  GROUND_LOG_LEVEL: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info'),
});

const KNOWN = Object.keys(schema.shape);

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
  readonly logLevel: (typeof LOG_LEVELS)[number];
};

/**
 * Region, credentials and endpoints of AWS are the SDK's own variables, and stay the SDK's own business.
 * @throws InvalidSettings, InvalidHealthPort, and InvalidConfiguration for what GROUND_CONFIGURATION holds
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  refuseUnknown(Object.keys(environment));
  const result = schema.safeParse(environment);
  if (!result.success) throw new InvalidSettings(describe(environment, result.error.issues));
  const read = result.data;
  return {
    configuration: parseConfiguration(jsonOf(read.GROUND_CONFIGURATION), 'GROUND_CONFIGURATION'),
    bucket: read.GROUND_BUCKET,
    secretName: read.GROUND_SECRET_NAME,
    igUrl: read.GROUND_IG_URL,
    accountId: read.GROUND_IG_ACCOUNT,
    store: storePlace(read.MONGODB_URI, read.GROUND_STORE),
    healthPort: healthPort(read.GROUND_HEALTH_PORT),
    logLevel: read.GROUND_LOG_LEVEL,
  };
}

/** MongoDB where its address is given, a file beside the process otherwise. */
function storePlace(mongodbUri: string | undefined, sqlitePath: string | undefined): StorePlace {
  if (mongodbUri !== undefined) return { mongodbUri };
  if (sqlitePath !== undefined) return { sqlitePath };
  throw new InvalidSettings(
    'GROUND_STORE is missing: name the SQLite file for prices and orders, or give MONGODB_URI',
  );
}

function refuseUnknown(names: readonly string[]): void {
  const unknown = names.find((name) => name.startsWith('GROUND_') && !KNOWN.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, KNOWN);
  throw new InvalidSettings(
    `there is no setting ${unknown}: ${near ? `did you mean ${near}?` : `known are ${KNOWN.join(', ')}`}`,
  );
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

function describe(
  environment: Readonly<Record<string, string | undefined>>,
  issues: readonly Issue[],
): string {
  const lines = issues.map(({ path, message }) => {
    const name = String(path[0]);
    const value = environment[name];
    return value === undefined ? `${name} ${message}` : `${name} ${message} (it was ${shown(name, value)})`;
  });
  return lines.join('; ');
}

/** A database's address may hold a password. */
function shown(name: string, value: string): string {
  return name === 'MONGODB_URI' ? 'something else' : JSON.stringify(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidSettings(`GROUND_CONFIGURATION is no JSON text: ${why}`);
  }
}

import { accessSync, constants } from 'node:fs';
import {
  parseConfiguration,
  withEnvironment,
  type Configuration,
  type Tree,
} from '@moving-ground/configuration';
import { z } from 'zod';
import { makeFolder } from './make-folder.ts';

/** A variable that is missing or cannot be. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

const count = z.coerce.number().int().min(0);

const schema = z.object({
  GROUND_CONFIGURATION: z.string().default('{}'),
  GROUND_DATA_FOLDER: z.string().min(1),
  GROUND_BUNDLES: z.string().min(1),
  GROUND_PORT: count.max(65_535).default(0),
  GROUND_REPLAY: z.string().min(1).optional(),
  GROUND_SPEED: z.union([z.literal('max'), z.coerce.number().positive()]).default('max'),
  GROUND_SEED: count.default(1),
  GROUND_RUNS_AHEAD: count.default(3),
  GROUND_SWEEP_SECONDS: z.coerce.number().positive().default(60),
  GROUND_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
});

export type Settings = {
  readonly configuration: Configuration;
  /** Everything that survives a restart. */
  readonly dataFolder: string;
  /** `{lambda}/handler.mjs` for each Lambda. */
  readonly bundles: string;
  readonly port: number;
  /** A recording; absent: the synthetic market. */
  readonly replay: string | undefined;
  readonly speed: number | 'max';
  readonly seed: number;
  /** The feed pauses while more runs than this are going on. */
  readonly runsAhead: number;
  readonly sweepSeconds: number;
  readonly logLevel: string;
};

/** @throws InvalidSettings, InvalidConfiguration */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const own = Object.keys(schema.shape);
  withEnvironment({}, environment, own);
  const read = schema.safeParse(environment);
  if (!read.success) throw new InvalidSettings(describe(environment, read.error));
  const { data } = read;
  const written = withEnvironment(jsonObject(data.GROUND_CONFIGURATION), environment, own);
  return {
    configuration: parseConfiguration(written, 'GROUND_CONFIGURATION'),
    dataFolder: writable(data.GROUND_DATA_FOLDER),
    bundles: data.GROUND_BUNDLES,
    port: data.GROUND_PORT,
    replay: data.GROUND_REPLAY,
    speed: data.GROUND_SPEED,
    seed: data.GROUND_SEED,
    runsAhead: data.GROUND_RUNS_AHEAD,
    sweepSeconds: data.GROUND_SWEEP_SECONDS,
    logLevel: data.GROUND_LOG_LEVEL,
  };
}

function jsonObject(text: string): Tree {
  try {
    return JSON.parse(text) as Tree;
  } catch (error) {
    throw new InvalidSettings(`GROUND_CONFIGURATION is not JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function writable(folder: string): string {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    throw new InvalidSettings(`the data folder ${folder} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function describe(environment: Readonly<Record<string, string | undefined>>, { issues }: z.ZodError): string {
  const lines = issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} was ${JSON.stringify(environment[name]) ?? 'missing'}: ${message}`;
  });
  return `environment: ${lines.join('; ')}`;
}

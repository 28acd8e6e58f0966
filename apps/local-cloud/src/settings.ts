import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  InvalidSettings,
  logLevelVariable,
  readConfiguration,
  readEnvironment,
  textVariable,
  type Configuration,
} from '@moving-ground/configuration';
import { z } from 'zod';
import type { SparkPlace } from './glue/require-spark.ts';
import { makeFolder } from './make-folder.ts';

const count = z.coerce.number().int().min(0);

const glueEtl = fileURLToPath(new URL('../../glue-etl', import.meta.url));

const schema = z.object({
  GROUND_CONFIGURATION: z.string().default('{}'),
  GROUND_DATA_FOLDER: textVariable('name the folder for all that survives a restart'),
  GROUND_BUNDLES: textVariable('name the folder with the bundles of the Lambdas'),
  GROUND_PORT: count.max(65_535).default(0),
  GROUND_REPLAY: z.string().min(1).optional(),
  GROUND_SPEED: z.union([z.literal('max'), z.coerce.number().positive()]).default('max'),
  GROUND_SEED: count.default(1),
  GROUND_RUNS_AHEAD: count.default(3),
  GROUND_SWEEP_SECONDS: z.coerce.number().positive().default(60),
  GROUND_GLUE_PYTHON: z.string().min(1).default(join(glueEtl, '.venv/bin/python')),
  JAVA_HOME: z.string().optional(),
  GROUND_LOG_LEVEL: logLevelVariable,
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
  /** Used where extraction.localGlue is spark. */
  readonly spark: SparkPlace;
  readonly logLevel: string;
};

/** @throws InvalidSettings, InvalidConfiguration */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const data = readEnvironment(schema, environment);
  return {
    configuration: readConfiguration(schema, environment, data.GROUND_CONFIGURATION),
    dataFolder: writable(data.GROUND_DATA_FOLDER),
    bundles: data.GROUND_BUNDLES,
    port: data.GROUND_PORT,
    replay: data.GROUND_REPLAY,
    speed: data.GROUND_SPEED,
    seed: data.GROUND_SEED,
    runsAhead: data.GROUND_RUNS_AHEAD,
    sweepSeconds: data.GROUND_SWEEP_SECONDS,
    spark: {
      python: data.GROUND_GLUE_PYTHON,
      java: data.JAVA_HOME ? join(data.JAVA_HOME, 'bin/java') : 'java',
      job: join(glueEtl, 'job.py'),
    },
    logLevel: data.GROUND_LOG_LEVEL,
  };
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

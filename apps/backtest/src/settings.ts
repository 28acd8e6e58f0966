import { readFileSync } from 'node:fs';
import {
  InvalidConfiguration,
  parseConfiguration,
  withEnvironment,
  type Tree,
} from '@moving-ground/configuration';
import { windowSeconds } from '@moving-ground/feature-schema';
import { JUDGE_DEFAULTS } from '@moving-ground/judge';
import type { CommandLine } from './command-line.ts';
import type { WalkSettings } from './walk/walk-settings.ts';

/** @throws InvalidConfiguration */
export function readBucket({ GROUND_BUCKET: bucket }: Environment): string {
  if (bucket !== undefined && bucket !== '') return bucket;
  throw new InvalidConfiguration(
    'GROUND_BUCKET is not set: name the bucket of the runs; on one machine it is moving-ground-local',
  );
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Read by other programs of the workspace. */
const OTHER_NAMES = ['GROUND_BUCKET', 'GROUND_DATA', 'GROUND_LOG_LEVEL', 'GROUND_GLUE_PYTHON'];

/**
 * What a walk is done with: the preset, ground.config.json on top, the environment on top of it, the flags last.
 * @throws InvalidConfiguration
 */
export function readWalkSettings(line: CommandLine, environment: Environment): WalkSettings {
  const origin = line.config ?? 'ground.config.json';
  const written = merged(
    merged(
      readConfigurationFile(origin, line.config !== undefined),
      withEnvironment({}, environment, OTHER_NAMES),
    ),
    line.written,
  );
  const configuration = parseConfiguration(written, `${origin} with environment and flags`);
  const { alpha, seed, margin, ages, coverage } = line;
  const judge = {
    ...JUDGE_DEFAULTS,
    alpha,
    seed,
    margin,
    windowSeconds: windowSeconds(configuration.features),
  };
  return { configuration, ages, baselines: true, coverage, judge };
}

function readConfigurationFile(path: string, required: boolean): Tree {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Tree;
  } catch (error) {
    if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new InvalidConfiguration(`${path} could not be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function merged(under: Tree, over: Tree): Tree {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isTree(value) && isTree(below) ? merged(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

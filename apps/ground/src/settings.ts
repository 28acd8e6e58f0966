import { readFileSync } from 'node:fs';
import {
  InvalidConfiguration,
  parseConfiguration,
  withEnvironment,
  type Configuration,
  type Tree,
} from '@moving-ground/configuration';
import type { CommandLine } from './command-line.ts';

/** GROUND_* variables that are no settings. */
const OTHER_NAMES = [
  'GROUND_DATA',
  'GROUND_LOG_LEVEL',
  'GROUND_GLUE_PYTHON',
  'GROUND_BUCKET',
  'GROUND_STATE_MACHINE_ARN',
  'GROUND_RUN_PREFIX',
] as const;

export type Settings = {
  readonly configuration: Configuration;
  readonly logLevel: string;
  /** For a streamer or a page that is served alone. A loop keeps its market in its data folder, which may begin anew. */
  readonly mongodbUri: string | undefined;
  /** A loop on AWS, for commands that ask it. */
  readonly onAws: PlaceOnAws | undefined;
  /** For the Spark job; the local cloud knows where its own is. */
  readonly gluePython: string | undefined;
  /** What each layer said, for showing where a value comes from; later ones win. */
  readonly layers: readonly { readonly origin: string; readonly written: Tree }[];
};

export type PlaceOnAws = {
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly runPrefix: string;
  /** The AWS variables of whoever looks; a profile's files are found by the client itself. */
  readonly credentials: Readonly<Record<string, string | undefined>>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration: the preset, the file on top, the environment on top of it, the flags last.
 * @throws InvalidConfiguration
 */
export function readSettings(line: CommandLine, environment: Environment): Settings {
  const origin = line.config ?? 'ground.config.json';
  const file = readConfigurationFile(origin, line.config !== undefined);
  const fromEnvironment = withEnvironment({}, environment, OTHER_NAMES);
  const layers = [
    // The first model's report must not depend on how fast the machine is: no run gives way to a newer batch.
    { origin: 'flag --once', written: line.once ? { refresh: { order: 'every' } } : {} },
    { origin, written: file },
    { origin: 'environment', written: fromEnvironment },
    { origin: 'command line', written: line.written },
  ];
  return {
    configuration: layered(layers),
    logLevel: environment['GROUND_LOG_LEVEL'] ?? 'info',
    mongodbUri: ['stream', 'page'].includes(line.verb) ? environment['MONGODB_URI'] : undefined,
    onAws: placeOnAws(environment),
    gluePython: environment['GROUND_GLUE_PYTHON'],
    layers,
  };
}

function placeOnAws(environment: Environment): PlaceOnAws | undefined {
  const { GROUND_BUCKET: bucket, GROUND_STATE_MACHINE_ARN: stateMachineArn } = environment;
  const runPrefix = environment['GROUND_RUN_PREFIX'] ?? '';
  if (!bucket || !stateMachineArn) return undefined;
  const credentials = Object.entries(environment).filter(([name]) => name.startsWith('AWS_'));
  return { bucket, stateMachineArn, runPrefix, credentials: Object.fromEntries(credentials) };
}

/** Layers are checked one after the other, so that an error names the layer that brought it in. */
function layered(layers: Settings['layers']): Configuration {
  let whole: Tree = {};
  let configuration = parseConfiguration(whole, 'preset');
  for (const { origin, written } of layers) {
    whole = merge(whole, isTree(written) ? written : {});
    configuration = parseConfiguration(isTree(written) ? whole : written, origin);
  }
  return configuration;
}

function readConfigurationFile(path: string, required: boolean): Tree {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new InvalidConfiguration(`${path} could not be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  try {
    return JSON.parse(text) as Tree;
  } catch (error) {
    throw new InvalidConfiguration(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function merge(under: Tree, over: Tree): Tree {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isTree(value) && isTree(below) ? merge(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

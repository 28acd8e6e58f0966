import { z } from 'zod';
import type { Configuration } from './configuration.ts';
import { withEnvironment } from './environment-overrides.ts';
import { parseConfiguration, type Tree } from './parse-configuration.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is missing or cannot be: the message names it, its value, and what it should be. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** How much a program logs, as every one of them takes it. */
export const logLevelVariable = z.enum(LOG_LEVELS, `give one of ${LOG_LEVELS.join(', ')}`).default('info');

/** A text that has to be there; the instruction says what to give. */
export function textVariable(instruction: string): z.ZodString {
  return z.string(instruction).min(1, instruction);
}

/** A bucket's name; the instruction says which bucket. */
export function bucketVariable(instruction: string): z.ZodString {
  return textVariable(instruction).regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'give a bucket name: small letters, digits, dots and dashes',
  );
}

/** Where the market is kept on MongoDB; absent for a file beside the process. */
export const mongodbVariable = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\//, 'give a MongoDB address, for example mongodb://localhost:27017')
  .optional();

/**
 * Begins the name of whatever runs make at SageMaker, so that each of several stages in one account knows its own. A
 * tuning job's name may have 32 characters, and a run's id has up to 28.
 */
export const runPrefixVariable = z
  .string()
  .regex(/^([a-z][a-z0-9]{0,2}-)?$/, 'give up to three small letters and digits and a dash, for example d-')
  .default('');

/** The deployment's name on AWS, the dimension of its metrics; absent where nobody reads metrics. */
export const stageVariable = z
  .string()
  .regex(/^[a-z][a-z0-9]{1,11}$/, 'give the name of a stage, for example dev')
  .optional();

/** Their values may hold a password and are never repeated. */
const SECRETIVE: ReadonlySet<string> = new Set(['MONGODB_URI']);

/**
 * A program's own variables, as its schema of `GROUND_*` names says. Overrides of settings are left alone, any other
 * `GROUND_*` name is refused.
 * @throws InvalidSettings, and InvalidConfiguration for a name that nobody knows
 */
export function readEnvironment<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  environment: Environment,
): z.infer<z.ZodObject<S>> {
  withEnvironment({}, environment, Object.keys(schema.shape));
  const read = schema.safeParse(environment);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} was ${shown(name, environment[name])}: ${message}`;
  });
  throw new InvalidSettings(`environment: ${lines.join('; ')}`);
}

/**
 * The configuration of a program that is handed it as text in `GROUND_CONFIGURATION`, with the environment's
 * overrides on top.
 * @param schema the program's own variables
 * @throws InvalidSettings for a text that is no JSON object, InvalidConfiguration for what is in it
 */
export function readConfiguration(
  schema: z.ZodObject,
  environment: Environment,
  text: string,
): Configuration {
  const written = withEnvironment(objectOf(text), environment, Object.keys(schema.shape));
  return parseConfiguration(written, 'GROUND_CONFIGURATION');
}

function objectOf(text: string): Tree {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value as Tree;
  } catch {
    // Told below, as any other text that is no object.
  }
  throw new InvalidSettings(
    `environment: GROUND_CONFIGURATION was ${JSON.stringify(text.slice(0, 60))}: ${CONFIGURATION}`,
  );
}

const CONFIGURATION = 'give the text of ground.config.json, a JSON object';

/** The whole configuration, handed on as one text. */
export const configurationVariable: z.ZodString = textVariable(CONFIGURATION);

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'missing';
  return SECRETIVE.has(name) ? 'something else' : JSON.stringify(value);
}

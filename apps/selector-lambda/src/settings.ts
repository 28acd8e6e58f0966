import { parseConfiguration, withEnvironment, type Configuration } from '@moving-ground/configuration';
import { z } from 'zod';

/** A variable that is missing or cannot be: the message names it and says what it should be. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

const BUCKET = 'name the bucket of the runs';
const CONFIGURATION = 'give the text of ground.config.json, a JSON object';

const schema = z.object({
  GROUND_BUCKET: z.string(BUCKET).min(3, BUCKET),
  GROUND_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  GROUND_CONFIGURATION: z.string(CONFIGURATION).transform(jsonObject),
});

type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = {
  readonly configuration: Configuration;
  readonly bucket: string;
  readonly logLevel: z.infer<typeof schema>['GROUND_LOG_LEVEL'];
};

/** @throws InvalidSettings, and InvalidConfiguration for the configuration or an unknown GROUND_ name */
export function readSettings(environment: Environment): Settings {
  const own = Object.keys(schema.shape);
  withEnvironment({}, environment, own);
  const read = schema.safeParse(environment);
  if (!read.success) throw new InvalidSettings(describe(environment, read.error));
  const written = withEnvironment(read.data.GROUND_CONFIGURATION, environment, own);
  return {
    configuration: parseConfiguration(written, 'GROUND_CONFIGURATION'),
    bucket: read.data.GROUND_BUCKET,
    logLevel: read.data.GROUND_LOG_LEVEL,
  };
}

function jsonObject(text: string, context: z.RefinementCtx): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told below, as any other text that is no object.
  }
  context.addIssue(CONFIGURATION);
  return z.NEVER;
}

function describe(environment: Environment, { issues }: z.ZodError): string {
  const lines = issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} was ${JSON.stringify(environment[name]) ?? 'missing'}: ${message}`;
  });
  return `environment: ${lines.join('; ')}`;
}

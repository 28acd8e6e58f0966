import { withEnvironment } from '@moving-ground/configuration';
import { z } from 'zod';

/** A variable that is unknown or cannot be: the message names it and says what it should be. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

const schema = z.object({
  GROUND_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** Every function gets these; this one is told all it needs with each event. */
  GROUND_BUCKET: z.string().optional(),
  GROUND_CONFIGURATION: z.string().optional(),
});

type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = { readonly logLevel: z.infer<typeof schema>['GROUND_LOG_LEVEL'] };

/** @throws InvalidSettings, and InvalidConfiguration for an unknown GROUND_ name */
export function readSettings(environment: Environment): Settings {
  withEnvironment({}, environment, Object.keys(schema.shape));
  const read = schema.safeParse(environment);
  if (read.success) return { logLevel: read.data.GROUND_LOG_LEVEL };
  const lines = read.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} was ${JSON.stringify(environment[name])}: ${message}`;
  });
  throw new InvalidSettings(`environment: ${lines.join('; ')}`);
}

import { logLevelVariable, readEnvironment } from '@moving-ground/configuration';
import { z } from 'zod';

const schema = z.object({
  GROUND_LOG_LEVEL: logLevelVariable,
  /** Every function gets these; this one is told all it needs with each event. */
  GROUND_BUCKET: z.string().optional(),
  GROUND_CONFIGURATION: z.string().optional(),
  /** On AWS: metrics are told of it. */
  GROUND_STAGE: z.string().optional(),
});

export type Settings = {
  readonly logLevel: z.infer<typeof logLevelVariable>;
  readonly stage: string | undefined;
};

/** @throws InvalidSettings, and InvalidConfiguration for an unknown GROUND_ name */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { GROUND_LOG_LEVEL: logLevel, GROUND_STAGE: stage } = readEnvironment(schema, environment);
  return { logLevel, stage };
}

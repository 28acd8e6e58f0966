import { withEnvironment } from '@moving-ground/configuration';
import { z } from 'zod';

/** A variable that is missing, unknown or cannot be: the message names it and says what it should be. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

const BUCKET = 'name the bucket that batches arrive in';
const MACHINE = 'give the ARN of the state machine that runs the pipeline';

const schema = z.object({
  GROUND_BUCKET: z.string(BUCKET).min(3, BUCKET),
  GROUND_STATE_MACHINE_ARN: z.string(MACHINE).startsWith('arn:', MACHINE),
  GROUND_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** Every function gets it; the watcher has no use for it. */
  GROUND_CONFIGURATION: z.string().optional(),
});

type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = {
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly logLevel: z.infer<typeof schema>['GROUND_LOG_LEVEL'];
};

/** @throws InvalidSettings, and InvalidConfiguration for an unknown GROUND_ name */
export function readSettings(environment: Environment): Settings {
  withEnvironment({}, environment, Object.keys(schema.shape));
  const read = schema.safeParse(environment);
  if (!read.success) throw new InvalidSettings(describe(environment, read.error));
  return {
    bucket: read.data.GROUND_BUCKET,
    stateMachineArn: read.data.GROUND_STATE_MACHINE_ARN,
    logLevel: read.data.GROUND_LOG_LEVEL,
  };
}

function describe(environment: Environment, { issues }: z.ZodError): string {
  const lines = issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} was ${JSON.stringify(environment[name]) ?? 'missing'}: ${message}`;
  });
  return `environment: ${lines.join('; ')}`;
}

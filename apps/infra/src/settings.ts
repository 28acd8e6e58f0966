import { z } from 'zod';
import { STACK_NAMES, type StackName } from './stacks/stacks.ts';
import type { Stage } from './stages/stage.ts';
import { STAGES } from './stages/stages.ts';

export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

const stageNames = STAGES.map(({ name }) => name);

const listOf = (known: readonly string[]): z.ZodType<readonly string[]> =>
  z
    .string()
    .transform((text) => text.split(','))
    .refine((names) => names.every((name) => known.includes(name)), `give some of ${known.join(',')}`);

const schema = z.object({
  GROUND_STAGES: listOf(stageNames).default(stageNames),
  /** false: data goes with its stack. For a teardown that was told so. */
  GROUND_DATA_KEPT: z.enum(['true', 'false']).default('true'),
  GROUND_STACKS: listOf(STACK_NAMES).default(STACK_NAMES),
});

export type Settings = {
  readonly stages: readonly Stage[];
  readonly stacks: readonly StackName[];
  readonly isDataKept: boolean;
};

/** Which stages and stacks are synthesised; all where nothing is said. @throws InvalidSettings */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const unknown = Object.keys(environment).find(
    (name) => /^GROUND_STA/.test(name) && !(name in schema.shape),
  );
  if (unknown)
    throw new InvalidSettings(`environment: ${unknown} is unknown: give GROUND_STAGES or GROUND_STACKS`);
  const read = schema.safeParse(environment);
  if (!read.success) {
    const lines = read.error.issues.map(
      ({ path: [name], message }) =>
        `${String(name)} was ${JSON.stringify(environment[String(name)])}: ${message}`,
    );
    throw new InvalidSettings(`environment: ${lines.join('; ')}`);
  }
  const { GROUND_STAGES: stages, GROUND_STACKS: stacks } = read.data;
  return {
    stages: STAGES.filter(({ name }) => stages.includes(name)),
    stacks: STACK_NAMES.filter((name) => stacks.includes(name)),
    isDataKept: read.data.GROUND_DATA_KEPT === 'true',
  };
}

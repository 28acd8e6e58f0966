import {
  InvalidConfiguration,
  InvalidSettings,
  readEnvironment,
  textVariable,
} from '@moving-ground/configuration';
import { InvalidRunId, parseRunId, type RunId } from '@moving-ground/run';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { InvalidDocument } from './documents.ts';
import { EndpointNotVerified } from './verify/endpoint-not-verified.ts';
import { RollbackFailed, RollbackRefused } from './rollback/rollback-refused.ts';

export const EXIT = { done: 0, failed: 1, notUnderstood: 2 } as const;

/** What a person's command is told. */
export type Command = {
  readonly runId: RunId;
  readonly bucket: string;
  readonly why: string;
  /** One JSON object instead of sentences. */
  readonly json: boolean;
  /** The result only, and nothing on the way. */
  readonly quiet: boolean;
};

/** Words that are not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The other variables of the functions may be there, and say nothing here. */
const environmentSchema = z.object({
  GROUND_BUCKET: textVariable('name the bucket of the runs; on one machine it is moving-ground-local'),
  GROUND_RUN_PREFIX: z.string().optional(),
  GROUND_LOG_LEVEL: z.string().optional(),
  GROUND_STAGE: z.string().optional(),
  GROUND_CONFIGURATION: z.string().optional(),
});

/** @throws UsageError, InvalidRunId, InvalidSettings, InvalidConfiguration */
export function readCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const { positionals, values } = parsed(words);
  const [runId, ...more] = positionals;
  if (runId === undefined || more.length > 0)
    throw new UsageError(
      `give one run, for example 20260105t101500-0f3a9c21-1, it was "${positionals.join(' ')}"`,
    );
  parseRunId(runId);
  return { runId, bucket: readEnvironment(environmentSchema, environment).GROUND_BUCKET, ...values };
}

function parsed(words: readonly string[]) {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { why: { type: 'string', default: '' }, json: flag, quiet: flag } as const;
    return parseArgs({ args: [...words], allowPositionals: true, strict: true, options });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

const NOT_UNDERSTOOD = [UsageError, InvalidRunId, InvalidSettings, InvalidConfiguration];
const EXPECTED = [...NOT_UNDERSTOOD, InvalidDocument, RollbackRefused, RollbackFailed, EndpointNotVerified];

/** Runs a command, says a sentence of what went wrong, and answers the exit code. */
export async function runCommand(name: string, run: (command: Command) => Promise<number>): Promise<number> {
  try {
    return await run(readCommand(process.argv.slice(2), process.env));
  } catch (error) {
    const isExpected = EXPECTED.some((known) => error instanceof known);
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    process.stderr.write(`${name}: ${isExpected ? message : (stack ?? message)}\n`);
    return NOT_UNDERSTOOD.some((known) => error instanceof known) ? EXIT.notUnderstood : EXIT.failed;
  }
}

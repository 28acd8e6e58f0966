import { z } from 'zod';
import type { JsonObject } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';

const arn = (resource: string): z.ZodType<string> =>
  z.string().regex(new RegExp(`^arn:aws:states:[^:]+:\\d{12}:${resource}:[^:]+$`), 'InvalidArn');
const machineArn = arn('stateMachine');
const paged = {
  maxResults: z.number().int().min(0).max(1000).default(100),
  nextToken: z.string().optional(),
};

export const byMachine = z.object({ stateMachineArn: machineArn });
export const byExecution = z.object({ executionArn: arn('execution:[^:]+') });
export const starting = byMachine.extend({
  name: z
    .string()
    .regex(/^[0-9A-Za-z_-]{1,80}$/, 'InvalidName')
    .optional(),
  input: z.string().max(262_144, 'InvalidExecutionInput').default('{}'),
});
export const stopping = byExecution.extend({ error: z.string().optional(), cause: z.string().optional() });
export const history = byExecution.extend({ ...paged, reverseOrder: z.boolean().default(false) });
export const listing = byMachine.extend({
  ...paged,
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
});

/** The service's own names for what may be wrong with a member. */
const NAMED: Readonly<Record<string, string>> = {
  InvalidArn: 'Invalid Arn',
  InvalidName: 'Invalid Name',
  InvalidExecutionInput: 'Invalid State Machine Execution Input',
};

/** @throws ServiceError InvalidArn, InvalidName, InvalidExecutionInput, otherwise ValidationException */
export function parseCall<T>(schema: z.ZodType<T>, input: JsonObject): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [{ path, message } = { path: [], message: '' }] = result.error.issues;
  const member = String(path[0]);
  const named = NAMED[message];
  if (named === undefined) {
    const told = `Value at '${member}' failed to satisfy constraint: ${message}`;
    throw new ServiceError('ValidationException', told);
  }
  const was = message === 'InvalidExecutionInput' ? `over 262144 characters` : String(input[member]);
  throw new ServiceError(message, `${named}: '${was}'`);
}

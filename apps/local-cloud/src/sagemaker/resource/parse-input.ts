import { z } from 'zod';
import type { JsonObject } from '../../protocol/json-service.ts';
import { ServiceError } from '../../protocol/service-error.ts';

/** An operation's input by its schema. @throws ServiceError ValidationException naming every member that is wrong */
export function parseInput<T>(schema: z.ZodType<T>, input: JsonObject): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the input'}: ${message}`,
  );
  throw invalid(
    `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`,
  );
}

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** The service's names: letters and digits, dashes between them. */
export function nameOf(longest: number): z.ZodString {
  return z
    .string()
    .max(longest)
    .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, 'must be letters and digits with dashes between them');
}

/** A member kept as it was given. */
export const anything: z.ZodType<JsonObject> = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

export const tagList = z
  .array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
  .max(50)
  .optional();

export type Tag = { readonly Key: string; readonly Value: string };

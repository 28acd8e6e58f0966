import { errorFields } from './error-fields.ts';

/** Deeper values are left to JSON. */
const DEEPEST = 4;

/** The fields with every error in them, under whatever name, as what may be written of it. */
export function withoutErrors(fields: object): Record<string, unknown> {
  return entriesOf(fields, 0);
}

function entriesOf(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, written(value, depth + 1)]));
}

function written(value: unknown, depth: number): unknown {
  if (value instanceof Error) return errorFields(value);
  if (depth >= DEEPEST) return value;
  if (Array.isArray(value)) return value.map((one) => written(one, depth + 1));
  return isRecord(value) ? entriesOf(value, depth) : value;
}

/** A plain object; instances of classes know how they are written. */
function isRecord(value: unknown): value is object {
  return (
    value !== null &&
    typeof value === 'object' &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !('toJSON' in value)
  );
}

/** Causes and joined errors are followed this far: an error may be its own cause. */
const DEEPEST = 4;

type ErrorLike = {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
};

/**
 * What of an error is written: its name, message, code, stack, cause and the errors it joins. HTTP clients hang
 * whole requests, headers and all, on theirs.
 */
export function errorFields(error: unknown, depth = 0): object {
  if (error === null || typeof error !== 'object') return { message: String(error) };
  const { name, message, code, stack, cause, errors } = error as ErrorLike;
  const texts = Object.entries({ name, message, code, stack }).filter(([, value]) => isPlain(value));
  return {
    ...Object.fromEntries(texts),
    ...(isFollowed(cause, depth) ? { cause: errorFields(cause, depth + 1) } : {}),
    ...(Array.isArray(errors) && depth < DEEPEST
      ? { errors: errors.map((one) => errorFields(one, depth + 1)) }
      : {}),
  };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isFollowed(cause: unknown, depth: number): boolean {
  return cause !== undefined && cause !== null && depth < DEEPEST;
}

/** What of an error is written: its name, message, stack and cause. HTTP clients hang whole requests on theirs. */
export function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause instanceof Error ? { cause: errorFields(cause) } : {}) };
}

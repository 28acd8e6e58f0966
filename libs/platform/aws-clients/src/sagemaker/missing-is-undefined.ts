import { errorName } from '../client-options.ts';

/**
 * SageMaker has no error of its own for a missing endpoint, configuration or model: it answers a
 * ValidationException that begins "Could not find".
 */
export async function missingIsUndefined<T>(description: Promise<T>): Promise<T | undefined> {
  try {
    return await description;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  if (errorName(error) === 'ResourceNotFound') return true;
  return (
    errorName(error) === 'ValidationException' && /^could not find/i.test((error as Error).message.trim())
  );
}

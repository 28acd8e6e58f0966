import type { IgCredentials } from '@moving-ground/lightstreamer';
import { z } from 'zod';

/** The secret cannot be used. The message tells which key is wrong, never a value. */
export class InvalidSecret extends Error {
  override readonly name = 'InvalidSecret';
}

/** The secret could not be asked for: no connection, no right, no such secret. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
  constructor(secretName: string, cause: unknown) {
    const why = (cause instanceof Error && (cause.message || cause.name)) || String(cause);
    super(`the IG credentials cannot be read from secret ${JSON.stringify(secretName)}: ${why}`, { cause });
  }
}

const schema = z.object({
  ig_identifier: z.string().min(1),
  ig_password: z.string().min(1),
  ig_api_key: z.string().min(1),
});

/** @throws SecretUnreadable, InvalidSecret */
export async function readIgCredentials(
  read: (secretName: string) => Promise<string>,
  secretName: string,
): Promise<IgCredentials> {
  const text = await read(secretName).catch((error: unknown) => {
    throw new SecretUnreadable(secretName, error);
  });
  return parseIgCredentials(text, secretName);
}

/**
 * @param text the secret's value: a JSON object with ig_identifier, ig_password and ig_api_key
 * @throws InvalidSecret
 */
export function parseIgCredentials(text: string, secretName: string): IgCredentials {
  const result = schema.safeParse(objectOf(text));
  if (!result.success) {
    const keys = [...new Set(result.error.issues.map(({ path }) => String(path[0] ?? 'the JSON object')))];
    throw new InvalidSecret(
      `secret ${JSON.stringify(secretName)} lacks ${keys.join(', ')}: ` +
        'its value is a JSON object with the texts ig_identifier, ig_password and ig_api_key',
    );
  }
  const { ig_identifier: identifier, ig_password: password, ig_api_key: apiKey } = result.data;
  return { identifier, password, apiKey };
}

/** The parser's own message would quote the secret: it is dropped. */
function objectOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

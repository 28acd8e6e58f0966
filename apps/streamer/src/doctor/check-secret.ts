import { InvalidSecret, readIgCredentials } from '../ig-credentials.ts';
import { check, ok, problem, type Check } from './check.ts';

export type SecretParts = {
  readonly secretName: string;
  readonly readSecret: (name: string) => Promise<string>;
  /** Takes a value out of every line from now on. */
  readonly hide: (value: string) => void;
};

export function checkSecret({ secretName, readSecret, hide }: SecretParts): Check {
  return check({
    name: 'secret',
    needs: [],
    gives: ['credentials'],
    look: async () => {
      try {
        const credentials = await readIgCredentials(readSecret, secretName);
        Object.values(credentials).forEach(hide);
        return ok(`${JSON.stringify(secretName)} holds identifier, password and API key`, { credentials });
      } catch (error) {
        return problem((error as Error).message, adviceOn(error));
      }
    },
  });
}

function adviceOn(error: unknown): string {
  if (error instanceof InvalidSecret) return 'write the missing texts into the secret';
  return 'check GROUND_SECRET_NAME, AWS_REGION, and that this role may read the secret';
}

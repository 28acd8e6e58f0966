import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { errorName, sdkOptions, type ClientOptions } from '../client-options.ts';

/** Its message names the secret, never its value. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
  constructor(secretName: string, why: string) {
    super(`secret ${JSON.stringify(secretName)} ${why}: create it with a text value in Secrets Manager`);
  }
}

export type Secrets = {
  /** The current version, read anew each time so that a rotation is seen. @throws SecretMissing */
  readonly read: (secretName: string) => Promise<string>;
};

export function createSecrets(options: ClientOptions = {}): Secrets {
  const client = new SecretsManagerClient(sdkOptions(options));
  return { read: (secretName) => readSecret(client, secretName) };
}

async function readSecret(client: SecretsManagerClient, secretName: string): Promise<string> {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
    if (answer.SecretString === undefined) throw new SecretMissing(secretName, 'holds no text');
    return answer.SecretString;
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException')
      throw new SecretMissing(secretName, 'does not exist');
    throw error;
  }
}

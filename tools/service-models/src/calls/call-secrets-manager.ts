import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { inVain } from '../in-vain.ts';
import type { Place } from '../place.ts';
import { recordAnswers, type RecordedAnswer } from '../recorded-answers.ts';

export async function callSecretsManager(place: Place, answers: RecordedAnswer[]): Promise<void> {
  const client = new SecretsManagerClient(place.client);
  recordAnswers(client, 'secretsmanager', answers);
  const SecretId = 'checked';
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' }));
  await client.send(new DescribeSecretCommand({ SecretId }));
  await client.send(new GetSecretValueCommand({ SecretId }));
  await inVain(client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'again' })));
  await inVain(client.send(new GetSecretValueCommand({ SecretId: 'not-there' })));
}

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serveJson } from '../http/serve-json.ts';
import { listen } from '../listen.ts';
import { createSecretsManager } from './secrets-manager.ts';

const place = { region: 'eu-west-2', account: '000000000000' };
const SecretId = 'moving-ground/ig';
const CREATED = new Date('2026-01-02T03:04:05.678Z');
let folder: string;
let server: Server;
let client: SecretsManagerClient;
let bugs: unknown[];

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'ground-secrets-')), 'secrets');
  bugs = [];
  const listening = await listen(0);
  server = listening.server;
  const service = createSecretsManager(folder, place, () => CREATED);
  server.on(
    'request',
    (request, response) => void serveJson(service, request, response, (error) => bugs.push(error)),
  );
  client = new SecretsManagerClient({
    endpoint: listening.url,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(join(folder, '..'), { recursive: true });
  expect(bugs).toEqual([]);
});

it('A secret is found by name and by ARN, with its newest value, also after a restart', async () => {
  const { ARN } = await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'first' }));
  const put = await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'second' }));
  const byName = await client.send(new GetSecretValueCommand({ SecretId }));
  const byArn = await client.send(new GetSecretValueCommand({ SecretId: ARN }));
  expect([byName.SecretString, byArn.SecretString]).toEqual(['second', 'second']);
  expect([byName.VersionId, byName.VersionStages]).toEqual([put.VersionId, ['AWSCURRENT']]);
  expect(byName.CreatedDate).toEqual(CREATED);
  expect(createSecretsManager(folder, place, () => CREATED).read(SecretId)).toBe('second');
});

it('What describes a secret does not hold its value', async () => {
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'hidden' }));
  const described = await client.send(new DescribeSecretCommand({ SecretId }));
  expect(described.Name).toBe(SecretId);
  expect(JSON.stringify(described)).not.toContain('hidden');
});

it('A secret’s file is its owner’s alone', async () => {
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }));
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'y' }));
  const modes = readdirSync(folder).map((file) => statSync(join(folder, file)).mode & 0o777);
  expect(modes).toEqual([0o600]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('Errors have the service’s names, and none quotes a secret', async () => {
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }));
  const long = 'secret'.repeat(11_000);
  const calls = [
    client.send(new GetSecretValueCommand({ SecretId: 'none' })),
    client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' })),
    client.send(new PutSecretValueCommand({ SecretId, SecretString: long })),
    client.send(new ListSecretsCommand({})),
  ];
  const errors = await Promise.all(
    calls.map((call) =>
      (call as Promise<unknown>).then(
        () => new Error('no error'),
        (error: Error) => error,
      ),
    ),
  );
  expect(errors.map(({ name }) => name)).toEqual([
    'ResourceNotFoundException',
    'ResourceExistsException',
    'InvalidParameterException',
    'UnknownOperationException',
  ]);
  expect(errors.some(({ message }) => message.includes('secretsecret'))).toBe(false);
});

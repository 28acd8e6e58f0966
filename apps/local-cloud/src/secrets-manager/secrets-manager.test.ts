import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveJson } from '../http/serve-json.ts';
import { listen } from '../listen.ts';
import { createSecretsManager } from './secrets-manager.ts';

const VALUE = 'correct-horse-battery';
const Name = 'moving-ground/ig';
let folder: string;
let server: Server;
let client: SecretsManagerClient;
let bugs: unknown[];

async function open(): Promise<void> {
  const place = { region: 'eu-west-2', account: '000000000000' };
  const service = createSecretsManager(join(folder, 'secrets'), place, () => new Date(1_500));
  const listening = await listen(0);
  server = listening.server;
  server.on(
    'request',
    (request, response) => void serveJson(service, request, response, (error) => bugs.push(error)),
  );
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const { url: endpoint } = listening;
  client = new SecretsManagerClient({ endpoint, region: 'eu-west-2', credentials, maxAttempts: 1 });
}

async function close(): Promise<void> {
  client.destroy();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-secrets-'));
  bugs = [];
  await open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const create = (SecretString: string): Promise<unknown> =>
  client.send(new CreateSecretCommand({ Name, SecretString }));
const get = (SecretId: string): Promise<{ SecretString?: string | undefined; ARN?: string | undefined }> =>
  client.send(new GetSecretValueCommand({ SecretId }));
const thrownBy = (call: Promise<unknown>): Promise<Error> =>
  call.then(
    () => new Error('nothing was thrown'),
    (error: Error) => error,
  );

describe('a secret', () => {
  it('comes back by name and by ARN, also after a restart', async () => {
    await create(VALUE);
    await close();
    await open();
    const secret = await get(Name);
    expect(secret).toMatchObject({ Name, SecretString: VALUE, VersionStages: ['AWSCURRENT'] });
    expect(secret).toMatchObject({ CreatedDate: new Date(1_500) });
    expect((await get(secret.ARN ?? '')).SecretString).toBe(VALUE);
    expect(bugs).toEqual([]);
  });

  it('is given another value, as another version', async () => {
    await create('old');
    const { VersionId: old } = await client.send(new GetSecretValueCommand({ SecretId: Name }));
    const { VersionId } = await client.send(
      new PutSecretValueCommand({ SecretId: Name, SecretString: VALUE }),
    );
    expect(await get(Name)).toMatchObject({ SecretString: VALUE, VersionId });
    expect(VersionId).not.toBe(old);
  });

  it('is described without its value', async () => {
    await create(VALUE);
    const description = await client.send(new DescribeSecretCommand({ SecretId: Name }));
    expect(description.Name).toBe(Name);
    expect(JSON.stringify(description)).not.toContain(VALUE);
  });

  it('that is missing is told by the name of the error', async () => {
    for (const call of [
      get('none'),
      client.send(new PutSecretValueCommand({ SecretId: 'none', SecretString: VALUE })),
    ])
      expect((await thrownBy(call)).name).toBe('ResourceNotFoundException');
  });

  it('lies in a folder that only its owner may enter', async () => {
    await create(VALUE);
    expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
  });
});

describe('an error', () => {
  it('never tells a value', async () => {
    await create(VALUE);
    const put = new PutSecretValueCommand({ SecretId: '', SecretString: VALUE });
    const long = new PutSecretValueCommand({ SecretId: Name, SecretString: VALUE.repeat(4_000) });
    const errors = [
      await thrownBy(create(VALUE)),
      await thrownBy(client.send(put)),
      await thrownBy(client.send(long)),
    ];
    expect(errors.map(({ name }) => name)).toEqual([
      'ResourceExistsException',
      'InvalidParameterException',
      'InvalidParameterException',
    ]);
    expect(errors.map(({ message }) => message).join()).not.toContain(VALUE);
  });

  it('about a damaged file quotes nothing of it', async () => {
    await create(VALUE);
    const [file = ''] = readdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets', file), `${VALUE}"`);
    expect((await thrownBy(get(Name))).name).toBe('InternalFailure');
    const told = bugs.map(
      (bug) => `${String(bug)} ${String((bug as Error).stack)} ${String((bug as Error).cause)}`,
    );
    expect(told.join()).toContain('the file of the secret moving-ground/ig is not JSON');
    expect(told.join()).not.toContain(VALUE.slice(0, 5));
  });
});

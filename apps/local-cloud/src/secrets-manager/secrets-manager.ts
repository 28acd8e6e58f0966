import { chmodSync, mkdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject, JsonService, Operation } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';
import { Documents } from '../state/documents.ts';

type StoredSecret = {
  readonly name: string;
  readonly arn: string;
  readonly value: string;
  readonly versionId: string;
  readonly createdAt: string;
};

export type SecretsManager = JsonService & {
  /** The secret's text as it stands, or undefined. */
  readonly read: (name: string) => string | undefined;
  readonly write: (name: string, value: string) => void;
};

const byId = z.object({ SecretId: z.string().min(1) });
const withValue = byId.extend({ SecretString: z.string().max(65_536) });
const creation = z.object({ Name: z.string().min(1).max(512), SecretString: z.string().max(65_536) });

/** Secrets in a folder that only its owner may enter. */
export function createSecretsManager(
  folder: string,
  place: { readonly region: string; readonly account: string },
  now: () => Date,
): SecretsManager {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const secrets = new Documents<StoredSecret>(folder);
  const arnOf = (name: string): string =>
    `arn:aws:secretsmanager:${place.region}:${place.account}:secret:${name}-local1`;
  const find = (id: string): StoredSecret => {
    const found = secrets.get(id) ?? secrets.all().find(({ arn }) => arn === id);
    if (!found)
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  };
  const write = (name: string, value: string): StoredSecret => {
    const secret = { name, arn: arnOf(name), value, versionId: randomUUID(), createdAt: now().toISOString() };
    secrets.put(name, secret);
    return secret;
  };
  const operations: Readonly<Record<string, Operation>> = {
    GetSecretValue: async (input) => {
      const secret = find(parse(byId, input).SecretId);
      return {
        ...described(secret),
        VersionId: secret.versionId,
        SecretString: secret.value,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: new Date(secret.createdAt),
      };
    },
    PutSecretValue: async (input) => {
      const { SecretId, SecretString } = parse(withValue, input);
      const secret = write(find(SecretId).name, SecretString);
      return { ...described(secret), VersionId: secret.versionId, VersionStages: ['AWSCURRENT'] };
    },
    CreateSecret: async (input) => {
      const { Name, SecretString } = parse(creation, input);
      if (secrets.get(Name))
        throw new ServiceError(
          'ResourceExistsException',
          `The operation failed because the secret ${Name} already exists.`,
        );
      const secret = write(Name, SecretString);
      return { ...described(secret), VersionId: secret.versionId };
    },
    DescribeSecret: async (input) => described(find(parse(byId, input).SecretId)),
  };
  return {
    target: 'secretsmanager',
    contentType: 'application/x-amz-json-1.1',
    operations,
    read: (name) => secrets.get(name)?.value,
    write: (name, value) => void write(name, value),
  };
}

function described({ arn, name }: StoredSecret): JsonObject {
  return { ARN: arn, Name: name };
}

/** The message names the members that are wrong, never what stood in them: one of them is the secret. */
function parse<T>(schema: z.ZodType<T>, input: JsonObject): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const members = result.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new ServiceError('InvalidParameterException', `You provided an invalid value for ${members}`);
}

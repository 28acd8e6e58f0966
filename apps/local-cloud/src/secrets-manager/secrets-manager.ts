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

export class DamagedSecret extends Error {
  override readonly name = 'DamagedSecret';
}

const byId = z.object({ SecretId: z.string().min(1) });
const withValue = byId.extend({ SecretString: z.string().max(65_536) });
const creation = z.object({ Name: z.string().min(1).max(512), SecretString: z.string().max(65_536) });

/** Secrets in files that only their owner may read, in a folder that only the owner may enter. */
export function createSecretsManager(
  folder: string,
  place: { readonly region: string; readonly account: string },
  now: () => Date,
): SecretsManager {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const shelf = new Shelf(new Documents<StoredSecret>(folder, 0o600), place, now);
  return {
    target: 'secretsmanager',
    contentType: 'application/x-amz-json-1.1',
    operations: operationsOn(shelf),
    read: (name) => shelf.get(name)?.value,
    write: (name, value) => void shelf.write(name, value),
  };
}

class Shelf {
  readonly #secrets: Documents<StoredSecret>;
  readonly #place: { readonly region: string; readonly account: string };
  readonly #now: () => Date;

  constructor(
    secrets: Documents<StoredSecret>,
    place: { readonly region: string; readonly account: string },
    now: () => Date,
  ) {
    this.#secrets = secrets;
    this.#place = place;
    this.#now = now;
  }

  /** A damaged file is told without what it holds: the parser's own message quotes it. */
  get(name: string): StoredSecret | undefined {
    return whole(name, () => this.#secrets.get(name));
  }

  /** @param id name or ARN @throws ServiceError ResourceNotFoundException */
  find(id: string): StoredSecret {
    const found = this.get(id) ?? whole(id, () => this.#secrets.all()).find(({ arn }) => arn === id);
    if (!found)
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  }

  write(name: string, value: string): StoredSecret {
    const arn = `arn:aws:secretsmanager:${this.#place.region}:${this.#place.account}:secret:${name}-local1`;
    const secret = { name, arn, value, versionId: randomUUID(), createdAt: this.#now().toISOString() };
    this.#secrets.put(name, secret);
    return secret;
  }
}

function whole<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new DamagedSecret(`the file of the secret ${name} is not JSON: remove it and start again`);
}

function operationsOn(shelf: Shelf): Readonly<Record<string, Operation>> {
  return {
    GetSecretValue: async (input) => {
      const secret = shelf.find(parse(byId, input).SecretId);
      const { value, createdAt } = secret;
      return { ...versioned(secret), SecretString: value, CreatedDate: new Date(createdAt) };
    },
    PutSecretValue: async (input) => {
      const { SecretId, SecretString } = parse(withValue, input);
      return versioned(shelf.write(shelf.find(SecretId).name, SecretString));
    },
    CreateSecret: async (input) => {
      const { Name, SecretString } = parse(creation, input);
      if (shelf.get(Name)) {
        throw new ServiceError(
          'ResourceExistsException',
          `The operation failed because the secret ${Name} already exists.`,
        );
      }
      const secret = shelf.write(Name, SecretString);
      return { ...described(secret), VersionId: secret.versionId };
    },
    DescribeSecret: async (input) => described(shelf.find(parse(byId, input).SecretId)),
  };
}

function versioned(secret: StoredSecret): JsonObject {
  return { ...described(secret), VersionId: secret.versionId, VersionStages: ['AWSCURRENT'] };
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

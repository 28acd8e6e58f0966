import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '../kills/child.ts';
import { IgFront } from './ig-front.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Nobody trains here. */
const NO_RUNS = 'export const watch = async () => ({});\nexport const sweep = async () => ({});\n';
const LAMBDAS = ['watcher-lambda', 'checker-lambda', 'extract-lambda', 'selector-lambda'];
/** What the router of the local cloud goes by; it checks no signature. */
const SECRETS_MANAGER = {
  'content-type': 'application/x-amz-json-1.1',
  authorization: 'AWS4-HMAC-SHA256 Credential=local/20260105/eu-west-2/secretsmanager/aws4_request',
};

export type Line = {
  readonly name: string;
  readonly state: 'ok' | 'problem' | 'skipped';
  readonly detail: string;
  readonly advice?: string;
};

export type Examined = {
  readonly code: number | null;
  readonly lines: readonly Line[];
  readonly stderr: string;
  /** The line of one check. @throws when there is none */
  readonly line: (name: string) => Line;
};

export type Credentials = {
  readonly ig_identifier: string;
  readonly ig_password: string;
  readonly ig_api_key: string;
};

/** A local cloud as a process of its own, with a front before its IG, and the doctor that examines it. */
export class ExaminedCloud {
  readonly folder: string;
  readonly front: IgFront;
  readonly environment: Readonly<Record<string, string>>;
  readonly #cloud: Child;
  readonly #url: string;

  private constructor(folder: string, cloud: Child, front: IgFront, environment: Record<string, string>) {
    this.folder = folder;
    this.#cloud = cloud;
    this.front = front;
    this.environment = environment;
    this.#url = environment['AWS_ENDPOINT_URL'] ?? '';
  }

  /** @param speed event time for one unit of real time, or `max` */
  static async begin(speed: number | 'max' = 20): Promise<ExaminedCloud> {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const bundles = join(folder, 'bundles');
    for (const name of LAMBDAS) {
      mkdirSync(join(bundles, name), { recursive: true });
      writeFileSync(join(bundles, name, 'handler.mjs'), NO_RUNS);
    }
    const cloud = new Child(join(root, 'apps/local-cloud/src/main.ts'), {
      GROUND_CONFIGURATION: '{}',
      GROUND_DATA_FOLDER: join(folder, 'cloud'),
      GROUND_BUNDLES: bundles,
      GROUND_SPEED: String(speed),
      GROUND_LOG_LEVEL: 'warn',
    });
    const ready = await cloud.event(({ event }) => event === 'local-cloud-ready');
    const { url, region, bucket, secretName } = ready as unknown as Record<string, string>;
    const front = await IgFront.listen(`${url}/gateway/deal`);
    return new ExaminedCloud(folder, cloud, front, {
      GROUND_CONFIGURATION: '{}',
      GROUND_BUCKET: String(bucket),
      GROUND_SECRET_NAME: String(secretName),
      GROUND_IG_URL: front.url,
      GROUND_STORE: join(folder, 'market.sqlite'),
      AWS_ENDPOINT_URL: String(url),
      AWS_REGION: String(region),
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
  }

  /** Takes the place of all faults there were. */
  async setFaults(faults: object): Promise<void> {
    const answer = await fetch(`${this.#url}/local/ig/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
    if (!answer.ok) throw new Error(`the faults were refused: ${await answer.text()}`);
  }

  /** The login that this IG takes. */
  async credentials(): Promise<Credentials> {
    const { SecretString } = await this.#secrets('GetSecretValue', {
      SecretId: this.environment['GROUND_SECRET_NAME'],
    });
    return JSON.parse(String(SecretString)) as Credentials;
  }

  async writeSecret(name: string, text: string): Promise<void> {
    await this.#secrets('CreateSecret', { Name: name, SecretString: text });
  }

  /** Runs the doctor in an environment that differs in these variables; undefined takes one away. */
  async examine(
    changed: Readonly<Record<string, string | undefined>> = {},
    words: readonly string[] = ['--recorded', '--seconds', '5'],
  ): Promise<Examined> {
    const doctor = this.start('doctor-main', ['--json', ...words], changed);
    const { code, stderr } = await doctor.ended;
    const lines = doctor.events as unknown as Line[];
    const line = (name: string): Line => {
      const found = lines.find((each) => each.name === name);
      if (!found) throw new Error(`no line ${name} in ${JSON.stringify(lines)} ${stderr}`);
      return found;
    };
    return { code, lines, stderr, line };
  }

  /** A program of the streamer's, in an environment that differs in these variables. */
  start(
    main: 'doctor-main' | 'record-main',
    words: readonly string[],
    changed: Readonly<Record<string, string | undefined>> = {},
  ): Child {
    const environment = Object.entries({ ...this.environment, ...changed });
    const given = Object.fromEntries(environment.filter(([, value]) => value !== undefined));
    const file = join(root, `apps/streamer/src/${main}.ts`);
    return new Child(file, given as Record<string, string>, words);
  }

  async end(): Promise<void> {
    this.#cloud.kill('SIGTERM');
    await this.#cloud.ended;
    await this.front.close();
    rmSync(this.folder, { recursive: true });
  }

  async #secrets(operation: string, input: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(this.#url, {
      method: 'POST',
      headers: { ...SECRETS_MANAGER, 'x-amz-target': `secretsmanager.${operation}` },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${operation}: ${await answer.text()}`);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  }
}

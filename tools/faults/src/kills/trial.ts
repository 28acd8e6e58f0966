import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './child.ts';
import { PutGate } from './put-gate.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Small batches of short-lived orders, so that many kills meet an export. */
const CONFIGURATION = {
  bot: { ordersPerSecond: 5, takeProfit: 3, stopLoss: 3 },
  batch: { size: 150 },
  features: { resolutions: [{ lags: 30, stepSeconds: 1 }] },
};

/** What starts a run is not of interest here: batches are delivered, and nobody trains on them. */
const NO_RUNS = 'export const watch = async () => ({});\nexport const sweep = async () => ({});\n';

type Address = {
  readonly url: string;
  readonly region: string;
  readonly bucket: string;
  readonly secretName: string;
};

/** One store, one local cloud that outlives every streamer, and one streamer after the other. */
export class Trial {
  readonly gate: PutGate;
  readonly storePath: string;
  readonly #folder: string;
  readonly #cloud: Child;
  readonly environment: Readonly<Record<string, string>>;

  private constructor(folder: string, cloud: Child, gate: PutGate, environment: Record<string, string>) {
    this.#folder = folder;
    this.#cloud = cloud;
    this.gate = gate;
    this.storePath = join(folder, 'market.sqlite');
    this.environment = { ...environment, GROUND_STORE: this.storePath };
  }

  /** @param speed event time for one unit of real time, or `max` */
  static async begin(folder: string, recording: string, speed: number | 'max'): Promise<Trial> {
    const bundles = join(folder, 'bundles');
    for (const name of ['watcher-lambda', 'checker-lambda', 'extract-lambda', 'selector-lambda']) {
      mkdirSync(join(bundles, name), { recursive: true });
      writeFileSync(join(bundles, name, 'handler.mjs'), NO_RUNS);
    }
    const cloud = new Child(join(root, 'apps/local-cloud/src/main.ts'), {
      GROUND_CONFIGURATION: JSON.stringify(CONFIGURATION),
      GROUND_DATA_FOLDER: join(folder, 'cloud'),
      GROUND_BUNDLES: bundles,
      GROUND_REPLAY: recording,
      GROUND_SPEED: String(speed),
      GROUND_LOG_LEVEL: 'warn',
    });
    const ready = await cloud.event(({ event }) => event === 'local-cloud-ready');
    const address = ready as unknown as Address;
    const gate = new PutGate(address.url);
    return new Trial(folder, cloud, gate, environmentOf(address, await gate.open()));
  }

  startStreamer(bundle: string): Child {
    return new Child(bundle, this.environment);
  }

  /** What the local S3 holds, by key. */
  objects(): ReadonlyMap<string, Buffer> {
    const folder = join(this.#folder, 'cloud/s3');
    const objects = globSync('*/*/*/head.json', { cwd: folder }).map((path): [string, Buffer] => {
      const stored = JSON.parse(readFileSync(join(folder, path), 'utf8')) as {
        readonly head: { readonly key: string };
        readonly file: string;
      };
      return [stored.head.key, readFileSync(join(folder, dirname(path), stored.file))];
    });
    return new Map(objects.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async end(): Promise<void> {
    this.#cloud.kill('SIGTERM');
    await this.#cloud.ended;
    await this.gate.close();
  }
}

/** AWS through the gate, IG directly. */
function environmentOf(address: Address, gateUrl: string): Record<string, string> {
  return {
    GROUND_CONFIGURATION: JSON.stringify(CONFIGURATION),
    GROUND_BUCKET: address.bucket,
    GROUND_SECRET_NAME: address.secretName,
    GROUND_IG_URL: `${address.url}/gateway/deal`,
    AWS_ENDPOINT_URL: gateUrl,
    AWS_REGION: address.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

/** The streamer as it is deployed: one file. */
export function bundleStreamer(folder: string): string {
  const words = ['--out', folder, join(root, 'apps/streamer')];
  execFileSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'tools/bundle/src/main.ts'), ...words],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return join(folder, 'streamer/main.mjs');
}

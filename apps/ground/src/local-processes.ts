import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child-process.ts';
import type { CommandLine } from './command-line.ts';
import type { Settings } from './settings.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const LAMBDAS = ['watcher-lambda', 'checker-lambda', 'extract-lambda', 'selector-lambda'];
const READY_WITHIN_MS = 30_000;

/** The market's time of its first and its last price. */
export type Recording = { readonly firstMs: number; readonly lastMs: number };

export type Started = {
  readonly line: CommandLine;
  readonly settings: Settings;
  /** Absolute. */
  readonly dataFolder: string;
};

/** What the local cloud says when it is ready. */
export type CloudAddress = {
  readonly url: string;
  readonly region: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly secretName: string;
  /** Of a stage on AWS: before a run's id in the names of its jobs. */
  readonly runPrefix?: string;
  /** Of a replay. */
  readonly recording?: Recording;
};

/** Where the page is, and the token for whatever changes something. */
export type PageAddress = { readonly url: string; readonly token: string };

/** A process of the loop ended before its time; the message is its own last sentence. */
export class ProcessFailed extends Error {
  override readonly name = 'ProcessFailed';
}

/** The Lambdas, and other apps that are not run from their source. @throws ProcessFailed with what the bundler said */
export async function buildLambdas(outFolder: string, ...others: readonly string[]): Promise<void> {
  const words = [
    join(root, 'tools/bundle/src/main.ts'),
    '--out',
    outFolder,
    ...[...LAMBDAS, ...others].map((name) => join(root, 'apps', name)),
  ];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], { cwd: root });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new ProcessFailed(`the Lambdas could not be bundled: ${said.trim()}`);
}

/** @throws ProcessFailed when it ends before it is ready, or is not ready in time */
export async function startLocalCloud(started: Started): Promise<{ child: Child; address: CloudAddress }> {
  const ready = Promise.withResolvers<CloudAddress>();
  const child = startChild({
    name: 'local-cloud',
    module: join(root, 'apps/local-cloud/src/main.ts'),
    logFile: join(started.dataFolder, 'logs/local-cloud.log'),
    environment: cloudEnvironment(started),
    onLine: (said) => {
      if (said['event'] === 'local-cloud-ready') ready.resolve(said as CloudAddress);
    },
  });
  const timer = setTimeout(() => {
    ready.reject(new ProcessFailed(`the local cloud was not ready within ${READY_WITHIN_MS / 1000} s`));
  }, READY_WITHIN_MS);
  void child.ended.then((code) => {
    ready.reject(new ProcessFailed(child.lastWords() || `the local cloud ended with exit code ${code}`));
  });
  try {
    return { child, address: await ready.promise };
  } catch (error) {
    await child.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function cloudEnvironment({ line, settings, dataFolder }: Started): Readonly<Record<string, string>> {
  return {
    GROUND_CONFIGURATION: JSON.stringify(settings.configuration),
    GROUND_DATA_FOLDER: join(dataFolder, 'cloud'),
    GROUND_PORT: String(line.port),
    GROUND_BUNDLES: join(dataFolder, 'bundles'),
    GROUND_SPEED: String(line.speed),
    GROUND_LOG_LEVEL: settings.logLevel,
    GROUND_RUNS_AHEAD: line.once ? '0' : '3',
    ...(settings.gluePython ? { GROUND_GLUE_PYTHON: settings.gluePython } : {}),
    ...(line.replay ? { GROUND_REPLAY: line.replay } : {}),
    ...(line.seed === undefined ? {} : { GROUND_SEED: String(line.seed) }),
  };
}

export function startStreamer(
  started: Started,
  address: CloudAddress,
  onLine: (line: Readonly<Record<string, unknown>>) => void,
): Child {
  return startChild({
    name: 'streamer',
    module: join(root, 'apps/streamer/src/main.ts'),
    logFile: join(started.dataFolder, 'logs/streamer.log'),
    environment: streamerEnvironment(started, address),
    onLine,
  });
}

/**
 * The page; it ends by itself only when it cannot begin.
 * @param place what it looks at: pageOfLoop, or a place on AWS
 * @throws ProcessFailed
 */
export async function startDashboard(
  { line, settings, dataFolder }: Started,
  place: Readonly<Record<string, string | undefined>>,
): Promise<{ child: Child; page: PageAddress }> {
  const ready = Promise.withResolvers<PageAddress>();
  const child = startChild({
    name: 'dashboard',
    module: join(dataFolder, 'bundles/dashboard/main.mjs'),
    logFile: join(dataFolder, 'logs/dashboard.log'),
    environment: {
      GROUND_CONFIGURATION: JSON.stringify(settings.configuration),
      GROUND_PAGE: join(dataFolder, 'bundles/dashboard/page'),
      GROUND_PORT: String(line.pagePort ?? 0),
      GROUND_LOG_LEVEL: settings.logLevel,
      ...place,
    },
    onLine: (said) => {
      if (said['event'] === 'dashboard-ready') ready.resolve(said as PageAddress);
    },
  });
  void child.ended.then((code) => {
    ready.reject(new ProcessFailed(child.lastWords() || `the page ended with exit code ${code}`));
  });
  return { child, page: await ready.promise };
}

/** What the page of a loop on this machine looks at. */
export function pageOfLoop(
  { dataFolder }: Started,
  address: CloudAddress,
  liveScorerUrl: string,
): Readonly<Record<string, string>> {
  return {
    GROUND_BUCKET: address.bucket,
    GROUND_STATE_MACHINE_ARN: address.stateMachineArn,
    GROUND_STORE: join(dataFolder, 'market.sqlite'),
    GROUND_LIVE_SCORER_URL: liveScorerUrl,
    ...localAws(address),
  };
}

/** What a streamer, and what stands beside it, needs against the local cloud. */
export function streamerEnvironment(
  { settings, dataFolder }: Started,
  address: CloudAddress,
): Readonly<Record<string, string>> {
  return {
    GROUND_CONFIGURATION: JSON.stringify(settings.configuration),
    GROUND_BUCKET: address.bucket,
    GROUND_SECRET_NAME: address.secretName,
    GROUND_IG_URL: `${address.url}/gateway/deal`,
    GROUND_STORE: join(dataFolder, 'market.sqlite'),
    GROUND_LOG_LEVEL: settings.logLevel,
    ...(settings.mongodbUri ? { MONGODB_URI: settings.mongodbUri } : {}),
    ...localAws(address),
  };
}

/** What any AWS client needs to talk to the local cloud. */
export function localAws(address: CloudAddress): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: address.url,
    AWS_REGION: address.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

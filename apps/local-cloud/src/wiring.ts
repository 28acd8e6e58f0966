import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createLogger, type Logger } from '@moving-ground/logging';
import { batchOfManifestKey } from '@moving-ground/run';
import { eventBridgeEvent } from './events/object-created.ts';
import { extractEngine } from './glue/extract-engine.ts';
import type { ExtractEngine } from './glue/extraction.ts';
import { createGlue } from './glue/create-glue.ts';
import { router, type Routes } from './http/router.ts';
import { serveIgControl } from './ig/control/serve-ig-control.ts';
import { createIg } from './ig/create-ig.ts';
import type { DeadLetter } from './lambda/deliver-event.ts';
import { Lambdas } from './lambda/lambdas.ts';
import { listen } from './listen.ts';
import { openMarket, type Market } from './market/market-source.ts';
import { ACCOUNT, BUCKET, FUNCTIONS, REGION, SECRET, STATE_MACHINE_ARN } from './names.ts';
import { DEFINITION } from './pipeline-definition.ts';
import { pipelineFunctions } from './pipeline-functions.ts';
import { createObjectStore } from './s3/create-object-store.ts';
import type { FileObjectStore } from './s3/file-object-store.ts';
import { Multipart } from './s3/multipart.ts';
import { serveS3 } from './s3/serve-s3.ts';
import { createSageMaker } from './sagemaker/create-sage-maker.ts';
import { createSecretsManager, type SecretsManager } from './secrets-manager/secrets-manager.ts';
import type { Settings } from './settings.ts';
import { Documents } from './state/documents.ts';
import { Executions } from './step-functions/executions.ts';
import { ExecutionStore } from './step-functions/execution-store.ts';
import { createStepFunctions } from './step-functions/step-functions.ts';

export type LocalCloud = Pick<Market, 'recording'> & {
  readonly url: string;
  readonly close: () => Promise<void>;
};

/**
 * At full speed a streamer can read some 36,000 ticks a second, and would then have no time to export what is full:
 * the market would be batches ahead of its pipeline. At 6,000 a second a batch of 10,000 orders takes under two
 * seconds, and the feed can be held while its run goes on.
 */
const MOST_TICKS_A_SECOND = 6_000;

const POLL_MS = 50;
const PLACE = { region: REGION, account: ACCOUNT };

/** @param onFailure called when the cloud cannot go on, as with a recording that turns out to be damaged */
export async function startLocalCloud(
  settings: Settings,
  onFailure: (error: Error) => void,
): Promise<LocalCloud> {
  const engine = await extractEngine(settings);
  const { source, recording } = await openMarket(settings);
  const log = createLogger({ name: 'local-cloud', level: settings.logLevel });
  const folder = (name: string): string => join(settings.dataFolder, name);
  const objects = createObjectStore(folder('s3'));
  await objects.createBucket(BUCKET);
  const { server, url } = await listen(settings.port);
  const parts: Parts = {
    settings,
    url,
    objects,
    engine,
    log,
    folder,
    onBug: (error) => log.error({ err: error }),
  };
  const services = createServices(parts);
  const ig = openIg(parts, services, { source, onFailure });
  server.on('request', router(routesOf(parts, services, ig)));
  server.on('upgrade', (request, socket, head) => ig.upgrade(request, socket, head));
  const sweeping = announceBatches(parts, services.lambdas);
  services.executions.resume();
  // While prices come in: the first batch finds them ready.
  services.lambdas.provision();
  services.sageMaker.prepare();
  return {
    url,
    recording,
    close: async () => {
      clearInterval(sweeping);
      await ig.close();
      await closeServices(services);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

type Parts = {
  readonly settings: Settings;
  readonly url: string;
  readonly objects: FileObjectStore;
  readonly engine: ExtractEngine;
  readonly log: Logger;
  readonly folder: (name: string) => string;
  readonly onBug: (error: unknown) => void;
};

type Services = {
  readonly lambdas: Lambdas;
  readonly secrets: SecretsManager;
  readonly sageMaker: ReturnType<typeof createSageMaker>;
  readonly glue: ReturnType<typeof createGlue>;
  readonly executions: Executions;
};

function createServices({ settings, url, objects, engine, folder, onBug }: Parts): Services {
  const lambdas = new Lambdas({
    functions: pipelineFunctions(settings, url),
    deadLetters: new Documents<DeadLetter>(folder('dead-letters')),
    onBug,
  });
  const secrets = createSecretsManager(folder('secrets'), PLACE, () => new Date());
  const sageMaker = createSageMaker({ objects, folder: folder('sagemaker'), ...PLACE });
  const glue = createGlue({ objects, engine, folder: folder('glue'), ...PLACE });
  const executions = new Executions({
    definition: DEFINITION,
    stateMachineArn: STATE_MACHINE_ARN,
    integrations: { lambdas, sageMaker: sageMaker.control, glue: glue.service, pollMs: POLL_MS },
    store: new ExecutionStore(folder('executions')),
    now: Date.now,
    onBug,
  });
  return { lambdas, secrets, sageMaker, glue, executions };
}

/** Executions first: what they wait for is still there while they are left. */
async function closeServices({ executions, lambdas, sageMaker, glue }: Services): Promise<void> {
  await executions.close();
  await Promise.all([lambdas.close(), sageMaker.close(), glue.close()]);
}

type Feed = Pick<Parameters<typeof createIg>[0], 'source' | 'onFailure'>;

function openIg(
  { settings, url, log, folder }: Parts,
  { secrets, executions }: Services,
  feed: Feed,
): ReturnType<typeof createIg> {
  return createIg({
    ...feed,
    credentials: igCredentials(secrets, log),
    epic: settings.configuration.instrument.epic,
    speed: settings.speed,
    mostTicksASecond: MOST_TICKS_A_SECOND,
    paused: () => executions.runningCount > settings.runsAhead,
    positionFile: folder('ig-position.json'),
    publicUrl: () => url,
  });
}

function routesOf(
  { objects, folder, onBug }: Parts,
  { sageMaker, glue, secrets, executions, lambdas }: Services,
  ig: ReturnType<typeof createIg>,
): Routes {
  const s3 = { store: objects, multipart: new Multipart(objects, folder('multipart')), onBug };
  const stepFunctions = createStepFunctions(executions, machineFacts());
  return {
    jsonServices: [sageMaker.control, glue.service, secrets, stepFunctions],
    sageMakerRuntime: sageMaker.runtime,
    lambda: (request, response) => lambdas.serve(request, response),
    ig: (request, response) => ig.http(request, response),
    igControl: serveIgControl(ig.control),
    s3: (request, response) => serveS3(s3, request, response),
    onBug,
  };
}

function machineFacts(): Parameters<typeof createStepFunctions>[1] {
  return {
    arn: STATE_MACHINE_ARN,
    definition: JSON.stringify(DEFINITION),
    roleArn: `arn:aws:iam::${ACCOUNT}:role/moving-ground-pipeline`,
    createdAt: new Date(),
  };
}

type Credentials = { readonly identifier: string; readonly password: string; readonly apiKey: string };

/** Made at the first start and kept in Secrets Manager, where the streamer reads them. */
function igCredentials(secrets: SecretsManager, log: Logger): Credentials {
  if (secrets.read(SECRET) === undefined) {
    const made = {
      ig_identifier: 'local-user',
      ig_password: randomBytes(16).toString('hex'),
      ig_api_key: randomBytes(20).toString('hex'),
    };
    secrets.write(SECRET, JSON.stringify(made));
  }
  const stored = JSON.parse(secrets.read(SECRET) ?? '{}') as Record<string, string>;
  const { ig_identifier: identifier = '', ig_password: password = '', ig_api_key: apiKey = '' } = stored;
  [password, apiKey].forEach((secret) => log.hideSecret(secret));
  return { identifier, password, apiKey };
}

/** EventBridge's part: the rule for manifests, and the schedule of the sweep. */
function announceBatches({ objects, settings }: Parts, lambdas: Lambdas): ReturnType<typeof setInterval> {
  objects.onCreated((bucket, head) => {
    const isManifest = bucket === BUCKET && batchOfManifestKey(head.key) !== undefined;
    if (isManifest) lambdas.deliver(FUNCTIONS.watcher, eventBridgeEvent(bucket, head, randomUUID(), PLACE));
  });
  const timer = setInterval(() => lambdas.deliver(FUNCTIONS.sweep, {}), settings.sweepSeconds * 1000);
  timer.unref();
  return timer;
}

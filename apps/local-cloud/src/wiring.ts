import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createLogger, type Logger } from '@moving-ground/logging';
import { batchOfManifestKey } from '@moving-ground/run';
import { resolvePipeline } from '@moving-ground/state-machine';
import { deliverEvent, type DeadLetter } from './events/deliver-event.ts';
import { eventBridgeEvent } from './events/object-created.ts';
import { createGlue } from './glue/create-glue.ts';
import { router } from './http/router.ts';
import { createIg } from './ig/create-ig.ts';
import { Lambdas } from './lambda/lambdas.ts';
import { listen } from './listen.ts';
import { marketSource } from './market/market-source.ts';
import {
  ACCOUNT,
  BUCKET,
  EXTRACT_JOB,
  functionArn,
  FUNCTIONS,
  REGION,
  SAGEMAKER_ROLE_ARN,
  SECRET,
  STATE_MACHINE_ARN,
} from './names.ts';
import { pipelineFunctions } from './pipeline-functions.ts';
import type { JsonObject, JsonService } from './protocol/json-service.ts';
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

export type LocalCloud = { readonly url: string; readonly close: () => Promise<void> };

const POLL_MS = 50;

/** @param onFailure called when the cloud cannot go on, as with a recording that turns out to be damaged */
export async function startLocalCloud(
  settings: Settings,
  onFailure: (error: Error) => void,
): Promise<LocalCloud> {
  const source = await marketSource(settings);
  const folder = (name: string): string => join(settings.dataFolder, name);
  const log = createLogger({ name: 'local-cloud', level: settings.logLevel });
  const onBug = (error: unknown): void => log.error({ err: error });
  const { server, url } = await listen(settings.port);
  const objects = createObjectStore(folder('s3'));
  await objects.createBucket(BUCKET);
  const place = { region: REGION, account: ACCOUNT };
  const secrets = createSecretsManager(folder('secrets'), place, () => new Date());
  const lambdas = new Lambdas(pipelineFunctions(settings, url));
  const sageMaker = createSageMaker({ objects, folder: folder('sagemaker'), ...place });
  const glue = createGlue({ objects, folder: folder('glue'), ...place });
  const executions = createExecutions(
    { lambdas, sageMaker: sageMaker.control, glue: glue.service },
    folder('executions'),
    onBug,
  );
  const ig = createIg({
    credentials: igCredentials(secrets, log),
    epic: settings.configuration.instrument.epic,
    source,
    speed: settings.speed,
    paused: () => executions.runningCount > settings.runsAhead,
    positionFile: folder('ig-position.json'),
    publicUrl: () => url,
    onFailure,
  });
  const multipart = new Multipart(objects, folder('multipart'));
  const stepFunctions = createStepFunctions(executions, machineFacts());
  server.on(
    'request',
    router({
      jsonServices: [sageMaker.control, glue.service, secrets, stepFunctions],
      sageMakerRuntime: sageMaker.runtime,
      lambda: (request, response) => lambdas.serve(request, response),
      ig: (request, response) => ig.http(request, response),
      s3: (request, response) => serveS3({ store: objects, multipart, onBug }, request, response),
      onBug,
    }),
  );
  server.on('upgrade', (request, socket, head) => ig.upgrade(request, socket, head));
  const sweeping = announceBatches({ objects, lambdas, settings, log });
  executions.resume();
  return {
    url,
    close: async () => {
      clearInterval(sweeping);
      await ig.close();
      await executions.close();
      await Promise.all([lambdas.close(), sageMaker.close(), glue.close()]);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const DEFINITION = resolvePipeline({
  CheckerFunctionArn: functionArn(FUNCTIONS.checker),
  DatasetFunctionArn: functionArn(FUNCTIONS.dataset),
  FinishFunctionArn: functionArn(FUNCTIONS.finish),
  SelectorFunctionArn: functionArn(FUNCTIONS.selector),
  VerifierFunctionArn: functionArn(FUNCTIONS.verifier),
  ExtractJobName: EXTRACT_JOB,
  SageMakerRoleArn: SAGEMAKER_ROLE_ARN,
}) as JsonObject;

type Services = { readonly lambdas: Lambdas; readonly sageMaker: JsonService; readonly glue: JsonService };

function createExecutions(services: Services, folder: string, onBug: (error: unknown) => void): Executions {
  return new Executions({
    definition: DEFINITION,
    stateMachineArn: STATE_MACHINE_ARN,
    integrations: { ...services, pollMs: POLL_MS },
    store: new ExecutionStore(folder),
    now: Date.now,
    onBug,
  });
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

type Announcing = {
  readonly objects: FileObjectStore;
  readonly lambdas: Lambdas;
  readonly settings: Settings;
  readonly log: Logger;
};

/** EventBridge's part: the rule for manifests, and the schedule of the sweep. */
function announceBatches({ objects, lambdas, settings, log }: Announcing): ReturnType<typeof setInterval> {
  const deadLetters = new Documents<DeadLetter>(join(settings.dataFolder, 'dead-letters'));
  const invoke = (name: string, payload: unknown): ReturnType<Lambdas['invoke']> =>
    lambdas.invoke(name, payload);
  const deliver = (functionName: string, event: unknown): void => {
    const id = randomUUID();
    void deliverEvent(invoke, { functionName, event, id }, deadLetters).catch((error: unknown) =>
      log.error({ err: error }),
    );
  };
  objects.onCreated((bucket, head) => {
    const isManifest = bucket === BUCKET && batchOfManifestKey(head.key) !== undefined;
    if (isManifest)
      deliver(
        FUNCTIONS.watcher,
        eventBridgeEvent(bucket, head, randomUUID(), { region: REGION, account: ACCOUNT }),
      );
  });
  const timer = setInterval(() => deliver(FUNCTIONS.sweep, {}), settings.sweepSeconds * 1000);
  timer.unref();
  return timer;
}

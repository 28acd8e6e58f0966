import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { router } from '../http/router.ts';
import { Documents } from '../state/documents.ts';
import { Lambdas } from '../lambda/lambdas.ts';
import { listen } from '../listen.ts';
import type { JsonObject, JsonService } from '../protocol/json-service.ts';
import { ExecutionStore } from './execution-store.ts';
import { Executions } from './executions.ts';
import { createStepFunctions } from './step-functions.ts';

export const MACHINE_ARN = 'arn:aws:states:eu-west-2:000000000000:stateMachine:ground-pipeline';

/** Fails with the error it is told until it was asked often enough; each event is one file in a folder. */
const BUNDLE = `
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
export async function handle({ failures = 0, error = 'Refused', holdMs = 0 }) {
  const folder = process.env.ASKED_FOLDER;
  const asked = readdirSync(folder).length + 1;
  writeFileSync(join(folder, String(asked)), '');
  await new Promise((done) => setTimeout(done, holdMs));
  if (asked > failures) return { asked };
  const thrown = new Error('time ' + asked);
  thrown.name = error;
  throw thrown;
}
`;

export type Bench = {
  readonly client: SFNClient;
  readonly url: string;
  readonly executions: Executions;
  readonly bugs: readonly unknown[];
  readonly close: () => Promise<void>;
};

export type BenchParts = {
  readonly folder: string;
  readonly definition: JsonObject;
  readonly sageMaker?: JsonService['operations'];
  readonly glue?: JsonService['operations'];
};

/** The service over HTTP, with one Lambda `ground-f` that counts its events in the folder `asked`. */
export async function openBench({
  folder,
  definition,
  sageMaker = {},
  glue = {},
}: BenchParts): Promise<Bench> {
  const bugs: unknown[] = [];
  const onBug = (error: unknown): void => void bugs.push(error);
  const lambdas = openLambdas(folder);
  const contentType = 'application/x-amz-json-1.1';
  const executions = new Executions({
    definition,
    stateMachineArn: MACHINE_ARN,
    integrations: {
      lambdas,
      sageMaker: { target: 'SageMaker', contentType, operations: sageMaker },
      glue: { target: 'AWSGlue', contentType, operations: glue },
      pollMs: 5,
    },
    store: new ExecutionStore(join(folder, 'executions')),
    now: Date.now,
    onBug,
  });
  const facts = { definition: JSON.stringify(definition), roleArn: 'arn:aws:iam::000000000000:role/ground' };
  const service = createStepFunctions(executions, { arn: MACHINE_ARN, ...facts, createdAt: new Date() });
  const { server, url } = await serve(service, onBug);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SFNClient({ endpoint: url, region: 'eu-west-2', credentials, maxAttempts: 1 });
  const close = async (): Promise<void> => {
    client.destroy();
    await executions.close();
    await lambdas.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { client, url, executions, bugs, close };
}

function openLambdas(folder: string): Lambdas {
  const asked = join(folder, 'asked');
  mkdirSync(asked, { recursive: true });
  writeFileSync(join(folder, 'bundle.mjs'), BUNDLE);
  const name = 'ground-f';
  return new Lambdas({
    functions: [
      {
        name,
        arn: `arn:aws:lambda:eu-west-2:000000000000:function:${name}`,
        bundle: join(folder, 'bundle.mjs'),
        handler: 'handler.handle',
        environment: { ASKED_FOLDER: asked },
        timeoutSeconds: 20,
        folder: join(folder, 'lambda'),
      },
    ],
    deadLetters: new Documents(join(folder, 'dead-letters')),
    onBug: (error) => {
      throw error;
    },
  });
}

async function serve(
  service: JsonService,
  onBug: (error: unknown) => void,
): Promise<{ readonly server: Server; readonly url: string }> {
  const listening = await listen(0);
  const none = (): void => undefined;
  const others = { sageMakerRuntime: none, lambda: none, ig: none, igControl: none, s3: none };
  listening.server.on('request', router({ jsonServices: [service], ...others, onBug }));
  return listening;
}

import { createObjectStorage, putJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { createSageMaker, type SageMaker } from '@moving-ground/aws-clients/sagemaker';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { encodeArtifact } from '@moving-ground/formats';
import type { LinearModel } from '@moving-ground/model';
import { objectKeys, parseRunId } from '@moving-ground/run';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Program } from './program.fixture.ts';
import { configuration, schema } from './trial-market.fixture.ts';

const LAMBDAS = ['watcher-lambda', 'checker-lambda', 'extract-lambda', 'selector-lambda'];
/** No run is started here. */
const NO_RUNS = 'export const watch = async () => ({});\nexport const sweep = async () => ({});\n';
const ROLE = 'arn:aws:iam::000000000000:role/ground';

/** A local cloud in a process of its own, and what a run leaves there when it promotes a model. */
export class TrialCloud {
  readonly folder: string;
  readonly url: string;
  readonly bucket: string;
  readonly storage: ObjectStorage;
  readonly sageMaker: SageMaker;
  readonly environment: Readonly<Record<string, string>>;
  readonly #program: Program;
  readonly #client: SageMakerClient;
  readonly #made = new Set<string>();

  private constructor(folder: string, program: Program, url: string, bucket: string) {
    const place = { endpoint: url, region: 'eu-west-2' };
    this.folder = folder;
    this.url = url;
    this.bucket = bucket;
    this.#program = program;
    this.storage = createObjectStorage(place);
    this.sageMaker = createSageMaker(place);
    this.#client = new SageMakerClient(place);
    this.environment = {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
  }

  static async begin(): Promise<TrialCloud> {
    const folder = mkdtempSync(join(tmpdir(), 'live-scorer-'));
    for (const name of LAMBDAS) {
      mkdirSync(join(folder, 'bundles', name), { recursive: true });
      writeFileSync(join(folder, 'bundles', name, 'handler.mjs'), NO_RUNS);
    }
    const program = new Program('apps/local-cloud/src/main.ts', {
      GROUND_DATA_FOLDER: join(folder, 'cloud'),
      GROUND_BUNDLES: join(folder, 'bundles'),
      GROUND_LOG_LEVEL: 'warn',
    });
    const { url, bucket } = await program.event('local-cloud-ready');
    // The local cloud checks no signature; without credentials the SDK makes none.
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    return new TrialCloud(folder, program, String(url), String(bucket));
  }

  async end(): Promise<void> {
    await this.#program.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts a run's model behind the endpoint, all but its champion's record. Again: the same model serves once more. */
  async deploy(
    runId: string,
    { model, train }: { readonly model: LinearModel; readonly train: Uint8Array },
  ): Promise<void> {
    const { bucket, storage } = this;
    if (!this.#made.has(runId)) {
      await storage.put(bucket, modelKey(runId), gzipSync(encodeArtifact(model)));
      const { batchId } = parseRunId(runId);
      await storage.put(bucket, objectKeys.datasetFile(batchId, 'train', 0), train);
      await putJson(storage, { bucket, key: objectKeys.runDecision(runId) }, decisionOf(runId));
      await this.#configure(runId);
      this.#made.add(runId);
    }
    await this.#serve(runId);
  }

  /** The champion's record, which the run's last step writes. */
  async crown(
    runId: string,
    changes: { readonly schemaHash?: string; readonly dataEndMs: number },
  ): Promise<void> {
    const champion = {
      runId,
      modelName: runId,
      modelDataUrl: '',
      endpointName: configuration.endpoint.name,
      endpointConfigName: runId,
      schemaHash: schema.hash,
      featureDim: schema.columns.length,
      promotedAtMs: 0,
      ...changes,
    };
    await putJson(this.storage, { bucket: this.bucket, key: objectKeys.champion }, champion);
  }

  async #configure(runId: string): Promise<void> {
    const container = {
      Image: 'linear-learner:1',
      ModelDataUrl: `s3://${this.bucket}/${modelKey(runId)}`,
    };
    await this.#client.send(
      new CreateModelCommand({ ModelName: runId, ExecutionRoleArn: ROLE, PrimaryContainer: container }),
    );
    const variant = {
      VariantName: 'champion',
      ModelName: runId,
      InitialInstanceCount: 1,
      InstanceType: 'ml.t2.medium',
    } as const;
    await this.#client.send(
      new CreateEndpointConfigCommand({ EndpointConfigName: runId, ProductionVariants: [variant] }),
    );
  }

  async #serve(EndpointConfigName: string): Promise<void> {
    const EndpointName = configuration.endpoint.name;
    const input = { EndpointName, EndpointConfigName };
    const exists = await this.sageMaker.describeEndpoint(EndpointName);
    if (exists?.endpointConfigName === EndpointConfigName) return;
    await this.#client.send(exists ? new UpdateEndpointCommand(input) : new CreateEndpointCommand(input));
    await this.#inService(EndpointName);
  }

  async #inService(endpointName: string): Promise<void> {
    for (;;) {
      const endpoint = await this.sageMaker.describeEndpoint(endpointName);
      if (endpoint?.status === 'InService') return;
      if (endpoint?.status === 'Failed') throw new Error(endpoint.failureReason);
      await pause(20);
    }
  }
}

function modelKey(runId: string): string {
  return `${objectKeys.models(runId)}${runId}-001/output/model.tar.gz`;
}

function decisionOf(runId: string): object {
  return {
    promoted: `${runId}-001`,
    judged: { part: 'validation', rows: 500, positives: 250, effectiveSampleSize: 40 },
    baseRate: 0.5,
    paperLabel: true,
    candidates: [
      {
        trainingJobName: `${runId}-001`,
        metrics: { 'validation:precision': 0.55, 'validation:recall': 0.3 },
        precisionLowerBound: 0.5,
      },
    ],
  };
}

import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import { putJson, takeLease, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { TrainingJob } from '@moving-ground/aws-clients/sagemaker';
import { parseConfiguration } from '@moving-ground/configuration';
import { ARTICLE_FEATURES, featureSchemaOf, schemaDocument } from '@moving-ground/feature-schema';
import {
  objectKeys,
  runIdOf,
  type Champion,
  type RunParameters,
  type SelectAnswer,
  type VerifyRequest,
} from '@moving-ground/run';
import type { SelectorEffects } from './selector-effects.ts';
import { fakeSageMaker, type FakeSageMaker, type World } from './fake-sage-maker.fixture.ts';
import { artifactKnowing, stageTestPart } from './test-part.fixture.ts';

export const schema = featureSchemaOf({ ...ARTICLE_FEATURES, resolutions: [{ lags: 1, stepSeconds: 1 }] });
export const bucket = 'ground';
export const batchId = '20260105t101500-0f3a9c21';
export const runId = runIdOf(batchId, 1);
export const dataEndMs = Date.parse('2026-01-05T10:15:00Z');
export const configuration = parseConfiguration({}, 'test');
export const endpointName = configuration.endpoint.name;
export const leasePlace = { bucket, key: objectKeys.lease(endpointName) };
export const championPlace = { bucket, key: objectKeys.champion };

export const run: RunParameters = {
  runId,
  batchId,
  attempt: 1,
  bucket,
  windowBatches: [batchId],
  transactions: 10_000,
  extraction: 'lambda',
  extractArguments: { '--schema': schemaDocument(schema) },
  datasetPrefix: objectKeys.dataset(batchId),
  endpointName,
  lastCloseMs: dataEndMs,
  pollSeconds: 1,
};

export function job(
  number: number,
  precision: number,
  recall: number,
  more: Partial<TrainingJob> = {},
): TrainingJob {
  const trainingJobName = `${runId}-${String(number).padStart(3, '0')}-abcdef01`;
  return {
    trainingJobName,
    status: 'Completed',
    hyperparameters: { l1: '0.1' },
    metrics: { 'validation:precision': precision, 'validation:recall': recall },
    modelDataUrl: `s3://${bucket}/${objectKeys.models(runId)}${trainingJobName}/output/model.tar.gz`,
    image: 'linear-learner:1',
    failureReason: '',
    ...more,
  };
}

export const championRun = runIdOf('20260105t091500-0f3a9c20', 1);
export const champion: Champion = {
  runId: championRun,
  modelName: 'earlier',
  modelDataUrl: `s3://${bucket}/models/earlier/model.tar.gz`,
  endpointName,
  endpointConfigName: 'earlier-config',
  schemaHash: schema.hash,
  featureDim: 6,
  dataEndMs: dataEndMs - 1,
  promotedAtMs: 1,
};

export type Fakes = {
  readonly effects: SelectorEffects & { readonly sageMaker: FakeSageMaker };
  readonly storage: ObjectStorage;
  readonly world: World;
};

/** A dataset whose test part is there, a tuning whose artifacts all know the same, and the lease in this run's hand. */
export async function fakes(changed: Partial<World> = {}): Promise<Fakes> {
  const world: World = {
    jobs: [job(1, 0.6, 0.5), job(2, 0.8, 0.4)],
    endpoint: undefined,
    models: [],
    configs: [],
    answer: '{"predictions":[{"score":0.25,"predicted_label":0}]}',
    asked: [],
    tags: new Map(),
    updatingTo: undefined,
    ...changed,
  };
  const storage = createInMemoryStorage();
  await stageDataset(storage);
  for (const { modelDataUrl } of world.jobs)
    await storage.put(bucket, modelDataUrl.replace(`s3://${bucket}/`, ''), artifactKnowing(1));
  await takeLease(storage, leasePlace, { runId, executionArn: 'arn', expiresAtMs: 2000 }, 0);
  const effects = {
    storage,
    sageMaker: fakeSageMaker(world),
    runtime: {
      invoke: ({ body }: { readonly body: Uint8Array | string }) => {
        world.asked.push(String(body));
        return Promise.resolve(new TextEncoder().encode(world.answer));
      },
    },
    settings: { configuration, bucket, runPrefix: '', stage: undefined, rollbackAlarms: [] },
    now: () => 1000,
    log: { info: () => undefined, warn: () => undefined },
  };
  return { effects, storage, world };
}

async function stageDataset(storage: ObjectStorage): Promise<void> {
  const test = await stageTestPart(storage, bucket, batchId);
  const part = { ...test, rows: 1500, positives: 700, effectiveSampleSize: 300 };
  const report = {
    batchId,
    schemaHash: schema.hash,
    featureDim: 6,
    seed: 7,
    parts: { train: part, validation: part, test },
  };
  await putJson(storage, { bucket, key: objectKeys.datasetReport(batchId) }, report);
}

export const request = { run, tuningJobName: runId };

export const selection: VerifyRequest['selection'] = {
  verdict: 'promote',
  action: 'create',
  modelName: 'model',
  modelExists: false,
  image: 'image',
  modelDataUrl: 's3://model',
  endpointConfigName: runId,
  endpointName,
  productionVariants: [],
  isNetworkIsolated: true,
  tags: [{ Key: 'moving-ground:runId', Value: runId }],
  reason: 'best',
  decisionKey: 'd',
} satisfies SelectAnswer;

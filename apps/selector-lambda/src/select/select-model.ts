import { putJson } from '@moving-ground/aws-clients/s3';
import type { TrainingJob } from '@moving-ground/aws-clients/sagemaker';
import type { Configuration } from '@moving-ground/configuration';
import { objectKeys, type SelectAnswer, type SelectRequest } from '@moving-ground/run';
import { extendRunLease } from '../extend-run-lease.ts';
import type { SelectorEffects } from '../selector-effects.ts';
import { decisionTags } from '../decision-tags.ts';
import { decide } from './decision-record.ts';
import { endpointAction, freeConfigName } from './endpoint-action.ts';
import { watchedUpdate } from './watched-update.ts';
import { readCandidates } from './read-candidates.ts';

/** @throws LeaseLost, TuningFailed, InvalidDocument, SchemaDiffers, EndpointBusy, EndpointUnusable */
export async function selectModel(request: SelectRequest, effects: SelectorEffects): Promise<SelectAnswer> {
  const { run, tuningJobName } = request;
  await extendRunLease(run, effects);
  const jobs = await readCandidates(tuningJobName, effects);
  const decision = await decide(request, jobs, effects);
  const { verdict, promoted, reason, warnings, schemaHash } = decision;
  const decisionKey = objectKeys.runDecision(run.runId);
  await putJson(effects.storage, { bucket: effects.settings.bucket, key: decisionKey }, decision);
  const chosen = jobs.find(({ trainingJobName }) => trainingJobName === promoted);
  const found = {
    objective: bestObjective(jobs, effects),
    precision: chosen?.metrics['validation:precision'],
  };
  effects.log.info(
    { batchId: run.batchId, runId: run.runId, verdict, promoted, reason, warnings, ...found },
    'decided',
  );
  return chosen
    ? {
        verdict: 'promote',
        ...(await deployment(request, chosen, effects)),
        tags: decisionTags({ runId: run.runId, schemaHash, decisionKey }),
        reason,
        decisionKey,
      }
    : { verdict: 'retain', reason, decisionKey };
}

/** The highest value of the tuning's objective; undefined when no job has one. */
function bestObjective(jobs: readonly TrainingJob[], { settings }: SelectorEffects): number | undefined {
  const values = jobs.map(({ metrics }) => metrics[settings.configuration.tuning.objective]);
  return values.filter((value) => value !== undefined).sort((a, b) => b - a)[0];
}

type Deployment = Omit<
  Extract<SelectAnswer, { verdict: 'promote' }>,
  'verdict' | 'tags' | 'reason' | 'decisionKey'
>;

async function deployment(
  { run }: SelectRequest,
  { trainingJobName, image, modelDataUrl }: TrainingJob,
  effects: SelectorEffects,
): Promise<Deployment> {
  const { configuration, runPrefix, rollbackAlarms } = effects.settings;
  const action = await endpointAction(run.endpointName, effects);
  return {
    action,
    ...(action === 'update' && rollbackAlarms.length > 0 && { deployment: watchedUpdate(rollbackAlarms) }),
    isNetworkIsolated: !configuration.endpoint.serverless,
    modelName: trainingJobName,
    modelExists: await effects.sageMaker.modelExists(trainingJobName),
    image,
    modelDataUrl,
    endpointConfigName: await freeConfigName(`${runPrefix}${run.runId}`, effects),
    endpointName: run.endpointName,
    productionVariants: [
      {
        VariantName: 'champion',
        ModelName: trainingJobName,
        ...capacityOf(configuration.endpoint),
      },
    ],
  };
}

/** The part of a production variant that says what it runs on. */
export function capacityOf({
  serverless,
  instanceType,
  instanceCount,
}: Configuration['endpoint']): Readonly<Record<string, unknown>> {
  if (!serverless) return { InitialInstanceCount: instanceCount, InstanceType: instanceType };
  return {
    ServerlessConfig: { MemorySizeInMB: serverless.memoryMb, MaxConcurrency: serverless.maxConcurrency },
  };
}

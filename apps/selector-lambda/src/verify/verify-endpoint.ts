import type { Endpoint } from '@moving-ground/aws-clients/sagemaker';
import { putJson } from '@moving-ground/aws-clients/s3';
import { objectKeys, type Champion, type VerifyAnswer, type VerifyRequest } from '@moving-ground/run';
import { extendRunLease } from '../extend-run-lease.ts';
import { runEvidence } from '../run-evidence.ts';
import type { SelectorEffects } from '../selector-effects.ts';
import { EndpointNotVerified } from './endpoint-not-verified.ts';
import { forgetOldRuns } from './forget-old-runs.ts';
import { putChampionBack } from './put-champion-back.ts';
import { recordChampion } from './record-champion.ts';
import { smokeScore } from './smoke-score.ts';

/** @throws LeaseLost, EndpointNotVerified, SchemaDiffers */
export async function verifyEndpoint(
  request: VerifyRequest,
  effects: SelectorEffects,
): Promise<VerifyAnswer> {
  const { run, selection } = request;
  const { storage, settings, log } = effects;
  const { endpointName } = selection;
  await extendRunLease(run, effects);
  const endpoint = await expectConfiguration(selection, effects);
  const evidence = await runEvidence(run, effects);
  const score = await soundScore(selection, evidence.featureDim, effects);
  const champion: Champion = {
    runId: run.runId,
    modelName: selection.modelName,
    modelDataUrl: selection.modelDataUrl,
    endpointName,
    endpointConfigName: selection.endpointConfigName,
    schemaHash: evidence.schemaHash,
    featureDim: evidence.featureDim,
    dataEndMs: run.lastCloseMs,
    promotedAtMs: effects.now(),
  };
  const now = await recordChampion(storage, settings.bucket, champion);
  if (now.runId !== run.runId)
    throw new EndpointNotVerified(`model ${now.modelName} of run ${now.runId} learned from later data`);
  // An update cannot tag, and the endpoint may be older than this decision.
  await effects.sageMaker.addTags(endpoint.arn, selection.tags);
  await putJson(storage, { bucket: settings.bucket, key: objectKeys.runChampion(run.runId) }, champion);
  await forgetOldRuns(now, effects);
  const dataAgeMs = champion.promotedAtMs - champion.dataEndMs;
  log.info(
    { batchId: run.batchId, runId: run.runId, modelName: champion.modelName, score, dataAgeMs },
    'promoted',
  );
  return { verdict: 'promoted', endpointName, smokeScore: score };
}

/** A model that gives no score serves nobody: what served before is put back. @throws EndpointNotVerified */
async function soundScore(
  selection: VerifyRequest['selection'],
  featureDim: number,
  effects: SelectorEffects,
): Promise<number> {
  try {
    return await smokeScore(selection.endpointName, featureDim, effects);
  } catch (error) {
    if (!(error instanceof EndpointNotVerified)) throw error;
    throw new EndpointNotVerified(`${error.message}; ${await putChampionBack(selection, effects)}`);
  }
}

async function expectConfiguration(
  { endpointName, endpointConfigName }: VerifyRequest['selection'],
  { sageMaker }: SelectorEffects,
): Promise<Endpoint> {
  const endpoint = await sageMaker.describeEndpoint(endpointName);
  const serves = endpoint?.endpointConfigName ?? 'nothing';
  const status = endpoint?.status ?? 'missing';
  if (endpoint && status === 'InService' && serves === endpointConfigName) return endpoint;
  throw new EndpointNotVerified(
    `endpoint ${endpointName} is ${status} with configuration ${serves}, it should serve ${endpointConfigName}: ` +
      `the update was rolled back`,
  );
}

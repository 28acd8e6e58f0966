import { putJson, releaseLease } from '@moving-ground/aws-clients/s3';
import { objectKeys, type Champion, type RunId } from '@moving-ground/run';
import { decisionTags } from '../decision-tags.ts';
import { smokeScore } from '../verify/smoke-score.ts';
import { findEarlierChampion, type Champions } from './find-earlier-champion.ts';
import type { RollbackEffects } from './rollback-effects.ts';
import { RollbackFailed } from './rollback-refused.ts';
import { serveModel } from './serve-model.ts';
import { takeEndpoint } from './take-endpoint.ts';

/** runs/{batchId}/{attempt}/rollback-{ms}.json: a person has put the run's model back. */
export type RollbackRecord = {
  readonly rollbackVersion: 1;
  readonly by: 'a person';
  readonly why: string;
  readonly atMs: number;
  readonly runId: RunId;
  readonly modelName: string;
  readonly endpointName: string;
  readonly endpointConfigName: string;
  readonly inPlaceOf: Pick<Champion, 'runId' | 'modelName'>;
  readonly smokeScore: number;
};

/**
 * Puts the model of an earlier run back behind the endpoint and makes it the champion. A run that has
 * the endpoint in its hand is waited for, and none gets it meanwhile.
 * @throws RollbackRefused when nothing was changed, RollbackFailed, EndpointNotVerified, InvalidDocument
 */
export async function putBack(runId: RunId, why: string, effects: RollbackEffects): Promise<RollbackRecord> {
  const { storage, bucket } = effects;
  const { endpointName } = (await findEarlierChampion(runId, effects)).present;
  const place = { bucket, key: objectKeys.lease(endpointName) };
  const holder = `rollback-to-${runId}`;
  await takeEndpoint(place, holder, effects);
  try {
    return await swap(await findEarlierChampion(runId, effects), why, effects);
  } finally {
    await releaseLease(storage, place, holder);
  }
}

async function swap(champions: Champions, why: string, effects: RollbackEffects): Promise<RollbackRecord> {
  const { earlier, present } = champions;
  const { runId, schemaHash, endpointName } = earlier;
  if (schemaHash !== present.schemaHash)
    effects.tell(`mind: model ${earlier.modelName} was trained on other columns, schema ${schemaHash}`);
  const tags = decisionTags({ runId, schemaHash, decisionKey: objectKeys.runDecision(runId) });
  const endpoint = await serveModel(earlier, tags, effects);
  const score = await smokeScore(endpointName, earlier.featureDim, effects);
  const atMs = effects.now();
  const { endpointConfigName } = endpoint;
  await recordAsChampion(champions, { atMs, endpointConfigName }, effects);
  await effects.sageMaker.addTags(endpoint.arn, tags);
  const record: RollbackRecord = {
    rollbackVersion: 1,
    by: 'a person',
    why,
    atMs,
    runId,
    modelName: earlier.modelName,
    endpointName,
    endpointConfigName,
    inPlaceOf: { runId: present.runId, modelName: present.modelName },
    smokeScore: score,
  };
  await putJson(
    effects.storage,
    { bucket: effects.bucket, key: objectKeys.runRollback(runId, atMs) },
    record,
  );
  return record;
}

async function recordAsChampion(
  { earlier, present, etag }: Champions,
  { atMs, endpointConfigName }: Pick<RollbackRecord, 'atMs' | 'endpointConfigName'>,
  { storage, bucket }: RollbackEffects,
): Promise<void> {
  const champion: Champion = {
    ...earlier,
    endpointConfigName,
    promotedAtMs: atMs,
    putBack: { atMs, inPlaceOf: present.runId },
  };
  const { stored } = await putJson(storage, { bucket, key: objectKeys.champion }, champion, {
    ifMatch: etag,
  });
  if (!stored)
    throw new RollbackFailed(
      `${objectKeys.champion} was written by somebody else meanwhile: endpoint ${earlier.endpointName} serves ` +
        `${earlier.modelName} now; look at the record, and put back again what should serve`,
    );
}

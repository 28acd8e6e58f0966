import { putJson, releaseLease, takeLease } from '@moving-ground/aws-clients/s3';
import { objectKeys, type Champion, type RunId } from '@moving-ground/run';
import { decisionTags } from '../decision-tags.ts';
import { smokeScore } from '../verify/smoke-score.ts';
import { findEarlierChampion, type Champions } from './find-earlier-champion.ts';
import type { RollbackEffects } from './rollback-effects.ts';
import { RollbackFailed, RollbackRefused } from './rollback-refused.ts';
import { serveModel } from './serve-model.ts';

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

/** As long as an update may take. */
const LEASE_MS = 3_900_000;

/**
 * Puts the model of an earlier run back behind the endpoint and makes it the champion. The endpoint's lease is held
 * meanwhile, so no run changes it at the same time.
 * @throws RollbackRefused when nothing was changed, RollbackFailed, EndpointNotVerified, InvalidDocument
 */
export async function putBack(runId: RunId, why: string, effects: RollbackEffects): Promise<RollbackRecord> {
  const { storage, bucket, now } = effects;
  const { endpointName } = (await findEarlierChampion(runId, effects)).present;
  const place = { bucket, key: objectKeys.lease(endpointName) };
  const holder = `rollback-to-${runId}`;
  const lease = { runId: holder, executionArn: 'by hand', expiresAtMs: now() + LEASE_MS };
  const answer = await takeLease(storage, place, lease, now());
  if (!answer.held)
    throw new RollbackRefused(
      `endpoint ${endpointName} is in the hand of run ${answer.holder?.runId ?? 'unknown'}: try again when it has ended`,
    );
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

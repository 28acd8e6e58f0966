import { objectKeys, type Champion, type RunId } from '@moving-ground/run';
import { championDocument, readDocument } from '../documents.ts';
import type { RollbackEffects } from './rollback-effects.ts';
import { RollbackRefused } from './rollback-refused.ts';

export type Champions = {
  readonly earlier: Champion;
  readonly present: Champion;
  /** Of the present champion's record. */
  readonly etag: string;
};

/** The champion that a run once made, and the one that serves now. @throws RollbackRefused, InvalidDocument */
export async function findEarlierChampion(runId: RunId, effects: RollbackEffects): Promise<Champions> {
  const { storage, bucket } = effects;
  const present = await readDocument(storage, { bucket, key: objectKeys.champion }, championDocument);
  if (!present) throw new RollbackRefused('there is no champion yet, so there is nothing to put back');
  const own = await readDocument(storage, { bucket, key: objectKeys.runChampion(runId) }, championDocument);
  if (!own) throw new RollbackRefused(`run ${runId} never was champion. ${await whoWas(effects)}`);
  const champions = { earlier: own.value, present: present.value, etag: present.etag };
  await expectPossible(champions, effects);
  return champions;
}

async function expectPossible(
  { earlier, present }: Champions,
  { sageMaker }: RollbackEffects,
): Promise<void> {
  if (earlier.runId === present.runId)
    throw new RollbackRefused(`run ${earlier.runId} is the champion already`);
  if (earlier.endpointName !== present.endpointName)
    throw new RollbackRefused(
      `run ${earlier.runId} was champion of endpoint ${earlier.endpointName}, the present one is of ${present.endpointName}`,
    );
  if (!(await sageMaker.modelExists(earlier.modelName)))
    throw new RollbackRefused(
      `model ${earlier.modelName} of run ${earlier.runId} is gone: models of the newest retention.runs batches are kept`,
    );
}

const SHOWN = 5;

async function whoWas({ storage, bucket }: RollbackEffects): Promise<string> {
  const runs: RunId[] = [];
  for await (const { key } of storage.list(bucket, 'runs/')) {
    const [, batchId, attempt] = /^runs\/([^/]+)\/(\d+)\/champion\.json$/.exec(key) ?? [];
    if (batchId && attempt) runs.push(`${batchId}-${attempt}`);
  }
  return runs.length ? `These were, the newest last: ${runs.slice(-SHOWN).join(', ')}` : 'No run was yet';
}

import { putJson } from '@moving-ground/aws-clients/s3';
import { objectKeys, runIdOf, type BatchId, type RunInput, type RunStarted } from '@moving-ground/run';
import type { WatcherEffects } from '../watcher-effects.ts';

export type StartAnswer = { readonly runId: string; readonly answer: 'started' | 'already-exists' };

/**
 * The first attempt of a batch's run. The execution's name makes it happen once, so any number of events may say
 * the same; the record comes after the start, so that a crash between the two is made good by the sweep.
 */
export async function startRun(
  batchId: BatchId,
  startedBy: RunStarted['startedBy'],
  effects: WatcherEffects,
): Promise<StartAnswer> {
  const runId = runIdOf(batchId, 1);
  const input: RunInput = { batchId, attempt: 1 };
  const { stateMachineArn, executions } = effects;
  const answer = await executions.start({ stateMachineArn, name: runId, input });
  const started: RunStarted = { runId, startedAtMs: effects.now(), startedBy };
  const place = { bucket: effects.bucket, key: objectKeys.runStarted(runId) };
  await putJson(effects.storage, place, started, { ifNoneMatch: '*' });
  effects.log.info({ batchId, runId, startedBy, answer }, 'run started');
  return { runId, answer };
}

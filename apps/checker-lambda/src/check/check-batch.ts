import { leaseHolder, takeLease } from '@moving-ground/aws-clients/s3';
import {
  objectKeys,
  runIdOf,
  type BatchId,
  type CheckAnswer,
  type CheckRequest,
  type Lease,
  type Manifest,
} from '@moving-ground/run';
import type { CheckerEffects } from '../checker-effects.ts';
import { leasePlace, leaseUntil } from '../lease-place.ts';
import { BatchRefused } from './batch-errors.ts';
import { parseCheckRequest } from './check-request.ts';
import { newerBatch } from './newer-batch.ts';
import { unfinishedBatch } from './unfinished-batch.ts';
import { readManifest } from './read-manifest.ts';
import { overBudget } from './refresh-budget.ts';
import { supersededByRemoval } from './removed-batch.ts';
import { runParameters } from './run-parameters.ts';
import { stagedBatches } from './staged-batches.ts';
import { trainingWindow } from './training-window.ts';
import { verifyFiles } from './verify-files.ts';

/** A turn that has not come in half a day does not come: newer batches have the rows by then. */
const LONGEST_WAIT_MS = 12 * 3_600_000;

/** @throws InvalidRequest, BatchIncomplete, BatchRefused */
export async function checkBatch(written: CheckRequest, effects: CheckerEffects): Promise<CheckAnswer> {
  const request = parseCheckRequest(written);
  const runId = runIdOf(request.batchId, request.attempt);
  const { storage, settings, now } = effects;
  const holder = await leaseHolder(storage, leasePlace(settings), now());
  if (holder && holder.runId !== runId) return waitFor(nameOf(holder), request, effects);
  const staged = await stagedBatches(storage, settings.bucket);
  const removed = supersededByRemoval(request, staged);
  if (removed) return removed;
  const manifest = await soundBatch(request, effects);
  const outOfTurn = request.attempt === 1 ? await notItsTurn(manifest, staged, request, effects) : undefined;
  if (outOfTurn) return outOfTurn;
  const over = await overBudget(runId, effects);
  if (over !== undefined) return { verdict: 'deferred', reason: over };
  const lease = { runId, executionArn: request.executionArn, expiresAtMs: leaseUntil(effects) };
  const taken = await takeLease(storage, leasePlace(settings), lease, now());
  if (!taken.held) return waitFor(nameOf(taken.holder), request, effects);
  const window = await trainingWindow(manifest, staged, effects);
  return { verdict: 'ready', run: runParameters(request, window, settings) };
}

/** Only a first attempt has a turn: a later one was asked for by a person. */
async function notItsTurn(
  manifest: Manifest,
  staged: readonly BatchId[],
  request: CheckRequest,
  effects: CheckerEffects,
): Promise<CheckAnswer | undefined> {
  if (effects.settings.configuration.refresh.order === 'every') {
    const earlier = await unfinishedBatch(manifest, staged, effects);
    return earlier === undefined ? undefined : waitFor(`batch ${earlier} comes first`, request, effects);
  }
  const newer = await newerBatch(manifest, staged, effects);
  return newer === undefined
    ? undefined
    : { verdict: 'superseded', reason: `batch ${newer} has arrived, its window has this one's rows` };
}

async function soundBatch({ batchId }: CheckRequest, effects: CheckerEffects): Promise<Manifest> {
  const { storage, settings } = effects;
  const { instrument } = settings.configuration;
  const manifest = await readManifest(storage, settings.bucket, batchId);
  if (manifest.instrument !== instrument.epic)
    throw new BatchRefused(
      `${objectKeys.manifest(batchId)}: instrument was ${manifest.instrument}, endpoint ` +
        `${settings.configuration.endpoint.name} learns from ${instrument.epic}`,
    );
  await verifyFiles(storage, settings.bucket, manifest);
  return manifest;
}

function nameOf(holder: Lease | undefined): string {
  return holder ? `run ${holder.runId} has the endpoint` : 'another run took the endpoint just now';
}

function waitFor(why: string, { startedAt }: CheckRequest, { settings, now }: CheckerEffects): CheckAnswer {
  if (now() - Date.parse(startedAt) > LONGEST_WAIT_MS)
    return { verdict: 'deferred', reason: `the run's turn did not come in 12 hours: ${why}` };
  return { verdict: 'wait', reason: why, waitSeconds: settings.pollSeconds };
}

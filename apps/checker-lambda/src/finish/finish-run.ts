import { putJson, releaseLease } from '@moving-ground/aws-clients/s3';
import {
  objectKeys,
  runIdOf,
  type FinishRequest,
  type RunFailure,
  type RunOutcome,
} from '@moving-ground/run';
import type { CheckerEffects } from '../checker-effects.ts';
import { leasePlace } from '../lease-place.ts';

/**
 * The outcome is written before the lease is released: the run that comes next counts it. May be asked again; a
 * lease that is absent or another run's is left as it is.
 */
export async function finishRun(request: FinishRequest, effects: CheckerEffects): Promise<RunOutcome> {
  const { storage, settings, now, log } = effects;
  const runId = runIdOf(request.batchId, request.attempt);
  const outcome: RunOutcome = { runId, ...endingOf(request), finishedAtMs: now() };
  await putJson(storage, { bucket: settings.bucket, key: objectKeys.runOutcome(runId) }, outcome);
  await releaseLease(storage, leasePlace(settings), runId);
  log.info({ batchId: request.batchId, ...outcome }, 'run finished');
  return outcome;
}

function endingOf(request: FinishRequest): Omit<RunOutcome, 'runId' | 'finishedAtMs'> {
  if (request.outcome === 'failed') return { outcome: 'failed', reason: reasonOf(request.failure) };
  const { outcome, reason, decisionKey, endpointName, modelName, smokeScore } = request;
  return {
    outcome,
    reason,
    ...(decisionKey !== undefined && { decisionKey }),
    ...(endpointName !== undefined && { endpointName }),
    ...(modelName !== undefined && { modelName }),
    ...(smokeScore !== undefined && { smokeScore }),
  };
}

/** A cause can be a whole stack or job description; its beginning says what happened. */
const LONGEST_REASON = 2000;

function reasonOf({ Error: name, Cause }: RunFailure): string {
  return `${name}: ${messageIn(Cause)}`.slice(0, LONGEST_REASON);
}

/** The cause of a Lambda's error is JSON with an errorMessage; of other tasks it is text. */
function messageIn(cause: string): string {
  try {
    const told = JSON.parse(cause) as { readonly errorMessage?: unknown } | null;
    return typeof told?.errorMessage === 'string' ? told.errorMessage : cause;
  } catch {
    return cause;
  }
}

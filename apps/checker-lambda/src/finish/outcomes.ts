import { getJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { objectKeys, RUN_OUTCOMES, type BatchId, type RunOutcomeName } from '@moving-ground/run';
import { z } from 'zod';

const outcomeDocument = z.object({ outcome: z.enum(RUN_OUTCOMES), finishedAtMs: z.number() });

type RecordedOutcome = { readonly outcome: RunOutcomeName; readonly finishedAtMs: number };

/** How the batch's latest run ended; undefined when none has. */
export async function lastOutcome(
  storage: ObjectStorage,
  bucket: string,
  batchId: BatchId,
): Promise<RecordedOutcome | undefined> {
  let last: { readonly key: string; readonly attempt: number } | undefined;
  for await (const { key } of storage.list(bucket, objectKeys.runs(batchId))) {
    const attempt = attemptOf(key);
    if (attempt !== undefined && attempt > (last?.attempt ?? 0)) last = { key, attempt };
  }
  return last && readOutcome(storage, bucket, last.key);
}

/** Of all batches, those written and finished since then. */
export async function outcomesSince(
  storage: ObjectStorage,
  bucket: string,
  sinceMs: number,
): Promise<readonly RecordedOutcome[]> {
  const outcomes: RecordedOutcome[] = [];
  for await (const { key, lastModified } of storage.list(bucket, 'runs/')) {
    if (attemptOf(key) === undefined || lastModified.getTime() < sinceMs) continue;
    const outcome = await readOutcome(storage, bucket, key);
    if (outcome && outcome.finishedAtMs >= sinceMs) outcomes.push(outcome);
  }
  return outcomes;
}

function attemptOf(key: string): number | undefined {
  const attempt = /\/(\d{1,3})\/outcome\.json$/.exec(key)?.[1];
  return attempt === undefined ? undefined : Number(attempt);
}

async function readOutcome(
  storage: ObjectStorage,
  bucket: string,
  key: string,
): Promise<RecordedOutcome | undefined> {
  const found = await getJson(storage, { bucket, key });
  return found && outcomeDocument.parse(found.value);
}

import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import { objectKeys, type RunId } from '@moving-ground/run';
import { z } from 'zod';
import { InvalidDocument, readDocument } from '../documents.ts';
import type { DecisionRecord } from '../select/decision-record.ts';

export type DecisionPlace = { readonly storage: ObjectStorage; readonly bucket: string };

/** The selector wrote it, so only its version and its outline are asked for. */
const decisionDocument = z.looseObject({
  decisionVersion: z.literal(2, 'an earlier version of the record, which cannot be worked out again'),
  runId: z.string(),
  verdict: z.enum(['promote', 'retain']),
  reason: z.string(),
  candidates: z.array(z.looseObject({ trainingJobName: z.string() })),
  policy: z.looseObject({ policy: z.string() }),
  judged: z.looseObject({ part: z.string() }),
  testPart: z.looseObject({ rows: z.number() }),
});

/** @throws InvalidRunId, InvalidDocument where the run has decided nothing, or not in a way that is understood */
export async function readDecision(
  runId: RunId,
  { storage, bucket }: DecisionPlace,
): Promise<DecisionRecord> {
  const key = objectKeys.runDecision(runId);
  const found = await readDocument(storage, { bucket, key }, decisionDocument);
  if (found) return found.value as unknown as DecisionRecord;
  throw new InvalidDocument(`${key} is not there: run ${runId} has not come to its selection, or is none`);
}

import { getJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { z } from 'zod';

/** A document of the run that is missing, or not what it should be; its key is in the message. */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
}

const count = z.int().min(0);
const part = z.object({
  rows: count,
  positives: count,
  effectiveSampleSize: z.number().min(0),
  firstOpenMs: z.number().nullable(),
  lastCloseMs: z.number().nullable(),
  medianHoldingMs: z.number().nullable(),
  files: z.array(z.string()),
});

/** What the selection needs of datasets/{batchId}/report.json. */
export const evidenceDocument = z.object({
  schemaHash: z.string(),
  featureDim: z.int().min(1),
  seed: count,
  parts: z.object({ train: part, validation: part, test: part }),
});

export type Evidence = z.infer<typeof evidenceDocument>;

export const championDocument = z.object({
  runId: z.string(),
  modelName: z.string(),
  modelDataUrl: z.string(),
  endpointName: z.string(),
  endpointConfigName: z.string(),
  schemaHash: z.string(),
  featureDim: z.int(),
  dataEndMs: z.number(),
  promotedAtMs: z.number(),
  putBack: z.object({ atMs: z.number(), inPlaceOf: z.string() }).optional(),
});

export type Found<T> = { readonly value: T; readonly etag: string };

/** Undefined where there is no such object. @throws InvalidDocument */
export async function readDocument<T>(
  storage: ObjectStorage,
  place: { readonly bucket: string; readonly key: string },
  document: z.ZodType<T>,
): Promise<Found<T> | undefined> {
  const found = await getJson(storage, place);
  if (!found) return undefined;
  const parsed = document.safeParse(found.value);
  if (parsed.success) return { value: parsed.data, etag: found.etag };
  throw new InvalidDocument(`${place.key}: ${z.prettifyError(parsed.error)}`);
}

/** @throws InvalidDocument where there is none */
export async function readEvidence(storage: ObjectStorage, bucket: string, key: string): Promise<Evidence> {
  const found = await readDocument(storage, { bucket, key }, evidenceDocument);
  if (!found) throw new InvalidDocument(`${key} is not there: the extraction writes it`);
  return found.value;
}

import { getJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { objectKeys, type RunId } from '@moving-ground/run';
import { z } from 'zod';
import { wilsonInterval, type Interval } from '../outcome/wilson-interval.ts';

/** What is needed of models/champion.json. */
const championDocument = z.object({
  runId: z.string(),
  modelName: z.string(),
  endpointName: z.string(),
  endpointConfigName: z.string(),
  schemaHash: z.string(),
  dataEndMs: z.number(),
});

export type ServedChampion = Readonly<z.infer<typeof championDocument>>;

/** What a decision promised of the model that it promoted, on the part it was judged on. */
export type Promised = {
  readonly part: string;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly precisionLowerBound: number | null;
  /** Wilson, two-sided 95 %, at what the flagged rows were worth; null where the decision does not tell that. */
  readonly precisionInterval: Interval | null;
  readonly baseRate: number | null;
  /** Of the judged part. */
  readonly effectiveSampleSize: number | null;
  /** Exits are tested on the side of the entry: a profit has not paid the spread. */
  readonly paperLabel: boolean | null;
};

const share = z.number().nullish();

const decisionDocument = z.object({
  promoted: z.string(),
  judged: z.object({ part: z.string(), effectiveSampleSize: z.number() }),
  baseRate: share,
  paperLabel: z.boolean().nullish(),
  candidates: z.array(
    z.object({
      trainingJobName: z.string(),
      metrics: z.record(z.string(), z.number().nullable()),
      precisionLowerBound: share,
      effectivePositives: share,
    }),
  ),
});

/** An object that this program cannot read: its key, and what is wrong with it. */
export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
}

/** Undefined where no model was ever promoted. @throws InvalidDocument, UnreadableObject */
export async function readChampion(
  storage: ObjectStorage,
  bucket: string,
): Promise<ServedChampion | undefined> {
  return read(storage, { bucket, key: objectKeys.champion }, championDocument);
}

/** Undefined where the run's decision is gone. @throws InvalidDocument, UnreadableObject */
export async function readPromised(
  storage: ObjectStorage,
  bucket: string,
  runId: RunId,
): Promise<Promised | undefined> {
  const key = objectKeys.runDecision(runId);
  const decision = await read(storage, { bucket, key }, decisionDocument);
  if (!decision) return undefined;
  const { promoted, judged, baseRate, paperLabel, candidates } = decision;
  const chosen = candidates.find(({ trainingJobName }) => trainingJobName === promoted);
  if (!chosen) throw new InvalidDocument(`${key} promotes ${promoted}, which is none of its candidates`);
  const precision = chosen.metrics[`${judged.part}:precision`] ?? null;
  return {
    part: judged.part,
    precision,
    recall: chosen.metrics[`${judged.part}:recall`] ?? null,
    precisionLowerBound: chosen.precisionLowerBound ?? null,
    precisionInterval: intervalOf(precision, chosen.effectivePositives),
    baseRate: baseRate ?? null,
    effectiveSampleSize: judged.effectiveSampleSize,
    paperLabel: paperLabel ?? null,
  };
}

function intervalOf(
  precision: number | null,
  effectivePositives: number | null | undefined,
): Interval | null {
  const isTold = precision !== null && typeof effectivePositives === 'number' && effectivePositives > 0;
  return isTold ? wilsonInterval(precision, effectivePositives) : null;
}

async function read<T>(
  storage: ObjectStorage,
  place: { readonly bucket: string; readonly key: string },
  document: z.ZodType<T>,
): Promise<T | undefined> {
  const found = await getJson(storage, place);
  if (!found) return undefined;
  const parsed = document.safeParse(found.value);
  if (parsed.success) return parsed.data;
  throw new InvalidDocument(`${place.key}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import { decodeArtifact } from '@moving-ground/formats';
import type { LinearModel } from '@moving-ground/model';
import type { Champion } from '@moving-ground/run';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** A model that was behind the endpoint, and up to when it had learned. */
export type DeployedModel = Pick<Champion, 'runId' | 'dataEndMs' | 'promotedAtMs'> & {
  readonly model: LinearModel;
};

export type History = {
  /** In the order of their data. */
  readonly models: readonly DeployedModel[];
  /** Promoted, and not to be scored: of another schema, or with a damaged artifact. One sentence each. */
  readonly leftOut: readonly string[];
  /** Removed by retention with their batches. */
  readonly removed: number;
};

export type Bucket = { readonly storage: ObjectStorage; readonly bucket: string };

const championDocument = z.object({
  runId: z.string(),
  modelDataUrl: z.string(),
  schemaHash: z.string(),
  dataEndMs: z.number(),
  promotedAtMs: z.number(),
});

type Promoted = z.infer<typeof championDocument>;

const IS_CHAMPION = /^runs\/[^/]+\/[^/]+\/champion\.json$/;

/** Every model that a run of the bucket promoted, as far as its artifact is still there and has these columns. */
export async function deployedModels(place: Bucket, schemaHash: string): Promise<History> {
  const models: DeployedModel[] = [];
  const leftOut: string[] = [];
  let removed = 0;
  for (const promoted of await promotedModels(place)) {
    if (promoted.schemaHash !== schemaHash) {
      leftOut.push(`${promoted.runId} was trained on other columns, schema ${promoted.schemaHash}`);
      continue;
    }
    const model = await modelOf(promoted, place).catch(reasonOf);
    if (model === undefined) removed += 1;
    else if (typeof model === 'string') leftOut.push(`${promoted.runId}: ${model}`);
    else models.push({ ...promoted, model });
  }
  return { models, leftOut, removed };
}

async function promotedModels({ storage, bucket }: Bucket): Promise<readonly Promoted[]> {
  const found: Promoted[] = [];
  for await (const { key } of storage.list(bucket, 'runs/')) {
    if (!IS_CHAMPION.test(key)) continue;
    const stored = await storage.get(bucket, key);
    if (stored) found.push(championDocument.parse(JSON.parse(new TextDecoder().decode(stored.body))));
  }
  return found.sort((a, b) => a.dataEndMs - b.dataEndMs || a.promotedAtMs - b.promotedAtMs);
}

async function modelOf({ modelDataUrl }: Promoted, { storage }: Bucket): Promise<LinearModel | undefined> {
  const [bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(modelDataUrl)?.slice(1) ?? [];
  const stored = await storage.get(bucket, key);
  if (!stored) return undefined;
  const { buffer, byteOffset, length } = gunzipSync(stored.body);
  return decodeArtifact(new Uint8Array(buffer, byteOffset, length), modelDataUrl);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

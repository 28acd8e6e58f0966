import { decodeArtifact, UnknownArtifact } from '@moving-ground/formats';
import type { LinearModel } from '@moving-ground/model';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { SelectorEffects } from '../selector-effects.ts';

/** A model of ten million features; what unpacks to more is damaged or hostile. */
const MOST_BYTES = 67_108_864;

/**
 * A model that was trained for these columns, from its model.tar.gz.
 * @throws UnknownArtifact when it is not there, cannot be unpacked, or is no model of that width
 */
export async function readArtifact(
  modelDataUrl: string,
  featureDim: number,
  { storage }: Pick<SelectorEffects, 'storage'>,
): Promise<LinearModel> {
  const [bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(modelDataUrl)?.slice(1) ?? [];
  if (!key) throw new UnknownArtifact(modelDataUrl, 'its address is not of the form s3://bucket/key');
  const found = await storage.get(bucket, key);
  if (!found) throw new UnknownArtifact(modelDataUrl, 'there is no such object');
  const model = decodeArtifact(await unpacked(found.body, modelDataUrl), modelDataUrl);
  if (model.weights.length === featureDim) return model;
  throw new UnknownArtifact(
    modelDataUrl,
    `it has ${model.weights.length} weights, the rows have ${featureDim}`,
  );
}

async function unpacked(bytes: Uint8Array, modelDataUrl: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw new UnknownArtifact(modelDataUrl, `it cannot be unpacked: ${(error as Error).message}`);
  }
}

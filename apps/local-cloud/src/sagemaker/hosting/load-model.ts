import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeArtifact } from '@moving-ground/formats';
import type { LinearModel } from '@moving-ground/model';
import type { ObjectStore } from '../../s3/object-store.ts';
import { parseS3Uri } from '../resource/s3-uri.ts';

const unzip = promisify(gunzip);

/** @throws ServiceError NoSuchKey, UnknownArtifact, or zlib's error for bytes that are no gzip */
export async function loadModel(objects: ObjectStore, modelDataUrl: string): Promise<LinearModel> {
  const { bucket, key } = parseS3Uri(modelDataUrl);
  const { buffer, byteOffset, length } = await unzip(await objects.read(bucket, key));
  // A plain view: a Buffer's slices would share its memory.
  return decodeArtifact(new Uint8Array(buffer, byteOffset, length), modelDataUrl);
}

import { putJson } from '@moving-ground/aws-clients/s3';
import type { DatasetObjects } from '@moving-ground/extract';
import type { ExtractEffects } from '../extract-effects.ts';

/** S3 as the place of a dataset. */
export function datasetObjects(storage: ExtractEffects['storage'], bucket: string): DatasetObjects {
  return {
    keys: async (prefix) => (await Array.fromAsync(storage.list(bucket, prefix))).map(({ key }) => key),
    remove: (key) => storage.delete(bucket, key),
    write: (key, bytes) => storage.putStream(bucket, key, bytes),
    writeJson: async (key, value) => void (await putJson(storage, { bucket, key }, value)),
  };
}

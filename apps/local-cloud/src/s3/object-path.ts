import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ServiceError } from '../protocol/service-error.ts';

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const MAX_KEY_BYTES = 1024;

/** @throws ServiceError InvalidBucketName */
export function checkedBucket(bucket: string): string {
  if (!BUCKET.test(bucket) || bucket.includes('..'))
    throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.');
  return bucket;
}

/**
 * The folder in which an object lies. Its name is a hash of the key, so that no key, whatever it holds, can leave
 * the bucket, be too long for a file, or meet another key in another case.
 * @throws ServiceError InvalidBucketName, KeyTooLongError
 */
export function objectFolder(folder: string, bucket: string, key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw new ServiceError('KeyTooLongError', 'Your key is too long');
  const name = createHash('sha256').update(key).digest('hex');
  return join(folder, checkedBucket(bucket), name.slice(0, 2), name);
}

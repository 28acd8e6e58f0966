import { createObjectStorage, type ObjectStorage } from '@moving-ground/aws-clients/s3';

/** Of whom the environment's credentials are, at the endpoint that it names. */
export function runStorage(): ObjectStorage {
  return createObjectStorage();
}

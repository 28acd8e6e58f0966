export { createObjectStorage } from './create-object-storage.ts';
export { getJson, putJson, UnreadableObject, type ObjectPlace } from './json-object.ts';
export { extendLease, leaseHolder, LeaseLost, releaseLease, takeLease, type LeaseAnswer } from './lease.ts';
export type {
  ObjectStorage,
  ObjectSummary,
  PutAnswer,
  PutConditions,
  StoredObject,
} from './object-storage.ts';

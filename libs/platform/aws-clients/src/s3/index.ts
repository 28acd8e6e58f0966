export { createObjectStorage } from './create-object-storage.ts';
export type {
  ObjectStorage,
  ObjectSummary,
  PutAnswer,
  PutConditions,
  StoredObject,
} from './object-storage.ts';

import { FileObjectStore } from './file-object-store.ts';

/** The buckets of one folder, as they were left. */
export function createObjectStore(folder: string, now: () => Date = () => new Date()): FileObjectStore {
  return new FileObjectStore(folder, now);
}

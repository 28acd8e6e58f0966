import type { WriterLock } from '@moving-ground/market';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, StoreUnavailable } from './errors.ts';

const SQLITE_BUSY = 5;
/** It is the operating system's own: as long as the process lives it cannot pass to another. */
const NEVER = new Promise<Error>(() => undefined);

/**
 * An exclusive lock on a file beside the store. The operating system frees it with the process, however that ends,
 * so that whoever comes next need not wait.
 * @returns undefined while another process, or another store of this one, holds it
 * @throws StoreUnavailable when the file cannot be written
 */
export function tryLock(path: string): WriterLock | undefined {
  const file = `${path}.lock`;
  const database = openLock(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw new StoreUnavailable(file, `cannot be locked: ${messageOf(error)}`);
  }
  return {
    lost: NEVER,
    release: async () => {
      if (database.isOpen) database.close();
    },
  };
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw new StoreUnavailable(file, `cannot be opened for writing: ${messageOf(error)}`);
  }
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, StoreUnavailable } from './errors.ts';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** How long to wait for another process that is just writing. */
const BUSY_MS = 5_000;

/**
 * Synchronous FULL: with a write-ahead log, NORMAL would leave the last commits to the operating system's mood in
 * a power cut, and prices cannot be asked for again. The cost is one fsync for each group.
 * @throws StoreUnavailable
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path, { timeout: BUSY_MS });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    prepareSchema(database, path);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StoreUnavailable) throw error;
    throw new StoreUnavailable(path, `cannot be opened for writing: ${messageOf(error)}`);
  }
}

function prepareSchema(database: DatabaseSync, path: string): void {
  const version = versionOf(database);
  if (version === SCHEMA_VERSION) return;
  if (version !== 0)
    throw new StoreUnavailable(
      path,
      `has version ${version}, this program reads ${SCHEMA_VERSION}: use the program that wrote it, or another file`,
    );
  database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

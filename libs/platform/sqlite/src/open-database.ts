import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, StoreUnavailable } from './errors.ts';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** How long to wait for another process that is just writing. */
const BUSY_MS = 5_000;
const TRY_AGAIN_MS = 10;
/** SQLite's own code. */
const BUSY = 5;

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
    writeAhead(database);
    database.exec('PRAGMA synchronous = FULL');
    prepareSchema(database, path);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StoreUnavailable) throw error;
    throw new StoreUnavailable(path, `cannot be opened for writing: ${messageOf(error)}`);
  }
}

/** SQLite does not wait for others when the mode of a new file changes: two that open it at the same time have to. */
function writeAhead(database: DatabaseSync): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  for (let waitedMs = 0; ; waitedMs += TRY_AGAIN_MS) {
    try {
      return database.exec('PRAGMA journal_mode = WAL');
    } catch (error) {
      if ((error as { readonly errcode?: number }).errcode !== BUSY || waitedMs >= BUSY_MS) throw error;
      Atomics.wait(nobody, 0, 0, TRY_AGAIN_MS);
    }
  }
}

function prepareSchema(database: DatabaseSync, path: string): void {
  if (isPrepared(database, path)) return;
  database.exec('BEGIN IMMEDIATE');
  // Another process that opened the new file at the same time may have been first.
  database.exec(isPrepared(database, path) ? 'COMMIT' : `${SCHEMA} COMMIT`);
}

/** @returns false for a new file @throws StoreUnavailable for one of another version */
function isPrepared(database: DatabaseSync, path: string): boolean {
  const version = versionOf(database);
  if (version === 0 || version === SCHEMA_VERSION) return version !== 0;
  throw new StoreUnavailable(
    path,
    `has version ${version}, this program reads ${SCHEMA_VERSION}: use the program that wrote it, or another file`,
  );
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

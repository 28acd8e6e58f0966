import { StoreUnreachable } from '@moving-ground/market';
import {
  MongoBulkWriteError,
  MongoNetworkError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb';
import { NotMarkable, StoreAccessDenied, StoreFull, StoreRefused, WriterLockLost } from './errors.ts';

/**
 * The server's codes for "not now" and "not here": going down, stepping down, out of time, write concern not met;
 * and the duplicate key of an upsert that met its own first attempt, still under way on a connection given up.
 */
const NOT_NOW = new Set([
  6, 7, 50, 64, 89, 91, 112, 189, 262, 9001, 10107, 11000, 11600, 11602, 13388, 13435, 13436,
]);
/** Unauthorized, AuthenticationFailed, and what hosted servers answer instead. */
const ACCESS_DENIED = new Set([13, 18, 8000]);
const OUT_OF_DISK_SPACE = 14031;
/** A server that keeps its data in a file of its own only passes on the file's words. */
const DISK_FULL = /disk is full|no space left/i;
const UNANSWERED = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoWriteConcernError,
  MongoOperationTimeoutError,
] as const;
/** The driver does not export the classes of these. */
const UNEXPORTED = new Set(['MongoWaitQueueTimeoutError', 'MongoPoolClosedError']);
const TOLD = [StoreUnreachable, NotMarkable, WriterLockLost, StoreRefused] as const;
const LONGEST_WORDS = 200;

/**
 * The error that a caller can decide on. Neither address nor password is in it: an unreachable server is told by
 * the kind of failure only, for the driver's own words name the host.
 */
export function storeError(error: unknown): Error {
  if (error instanceof Error && TOLD.some((kind) => error instanceof kind)) return error;
  const inner = innermost(error);
  if (isUnanswered(inner)) {
    return new StoreUnreachable(`the MongoDB store did not answer (${kindOf(inner)})`);
  }
  return inner instanceof MongoServerError ? refusal(inner) : driverRefusal(inner);
}

/** A bulk write wraps what broke it. */
function innermost(error: unknown): unknown {
  const wrapped: unknown = error instanceof MongoBulkWriteError ? error.errorResponse : undefined;
  return wrapped instanceof Error ? wrapped : error;
}

function isUnanswered(error: unknown): boolean {
  if (UNANSWERED.some((kind) => error instanceof kind)) return true;
  if (error instanceof MongoServerError) return NOT_NOW.has(Number(error.code));
  return error instanceof Error && (UNEXPORTED.has(error.name) || isOfSocket(error));
}

/** A write to a connection that is being cut can come out of the driver as the socket's own error. */
function isOfSocket(error: Error): boolean {
  return 'syscall' in error || Boolean(codeOf(error)?.startsWith('ERR_STREAM_'));
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return codeOf(error) ?? codeOf(error.cause) ?? error.name;
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function refusal(error: MongoServerError): Error {
  const code = Number(error.code);
  const words = `${String(error.codeName ?? 'error')} ${code}: ${error.message.slice(0, LONGEST_WORDS)}`;
  if (ACCESS_DENIED.has(code)) {
    return new StoreAccessDenied(
      `the MongoDB server denied access (${words}): check the user of MONGODB_URI and its role`,
    );
  }
  if (code === OUT_OF_DISK_SPACE || DISK_FULL.test(error.message)) {
    return new StoreFull(`the MongoDB server's disk is full (${words}): make room and start again`);
  }
  return new StoreRefused(`the MongoDB server refused (${words})`);
}

function driverRefusal(error: unknown): StoreRefused {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new StoreRefused(`the MongoDB driver refused (${words.slice(0, LONGEST_WORDS)})`);
}

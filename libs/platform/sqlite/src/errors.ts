/** The file cannot be opened, written or understood. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(path: string, why: string) {
    super(`the store ${JSON.stringify(path)} ${why}`);
  }
}

/**
 * A write did not become durable. What was not acknowledged must be taken for lost, and after a disk's error the
 * store writes no more: an fsync that failed once may succeed the next time with the pages gone.
 */
export class StoreWriteFailed extends Error {
  override readonly name = 'StoreWriteFailed';
  constructor(path: string, cause: unknown) {
    const advice = isDiskError(cause) ? ': free space or replace the disk, then start again' : '';
    super(`the store ${JSON.stringify(path)} did not take a write: ${messageOf(cause)}${advice}`, { cause });
  }
}

/** SQLite's primary codes for what is wrong with the file or the disk below it: I/O, corrupt, full, cannot open, no database. */
const DISK_CODES: ReadonlySet<number> = new Set([10, 11, 13, 14, 26]);

/** Whether SQLite says that the disk or the file is at fault, not what was to be written. */
export function isDiskError(cause: unknown): boolean {
  const code = (cause as { readonly errcode?: unknown } | undefined)?.errcode;
  // The primary code is the low byte of the extended one.
  return typeof code === 'number' && DISK_CODES.has(code & 0xff);
}

/** The transactions cannot be marked: some are open, unknown, or belong to another batch. */
export class NotMarkable extends Error {
  override readonly name = 'NotMarkable';
  constructor(orderId: string, batchId: string, found: string) {
    super(`order ${orderId} cannot be marked as exported in batch ${batchId}: it ${found}`);
  }
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The file cannot be opened, written or understood. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(path: string, why: string) {
    super(`the store ${JSON.stringify(path)} ${why}`);
  }
}

/** A write did not become durable (disk full, I/O error): what was not acknowledged must be taken for lost. */
export class StoreWriteFailed extends Error {
  override readonly name = 'StoreWriteFailed';
  constructor(path: string, cause: unknown) {
    super(`the store ${JSON.stringify(path)} did not take a write: ${messageOf(cause)}`, { cause });
  }
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

/** The server cannot be reached, or refused the connection. The message never holds the address's password. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The transactions cannot be marked: some are open, unknown, or belong to another batch. */
export class NotMarkable extends Error {
  override readonly name = 'NotMarkable';
  constructor(orderId: string, batchId: string, found: string) {
    super(`order ${orderId} cannot be marked as exported in batch ${batchId}: it ${found}`);
  }
}

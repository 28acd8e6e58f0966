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

/** Another process has the right to write, or may have it by now: this one never writes again. */
export class WriterLockLost extends Error {
  override readonly name = 'WriterLockLost';
  constructor(why: string) {
    super(`the lock of the MongoDB store is not held: ${why}; stop this process and start it again`);
  }
}

/** The server refused the user or the password, or the user may not do this. */
export class StoreAccessDenied extends Error {
  override readonly name = 'StoreAccessDenied';
}

/** The server's disk is full. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

/** The server answered and will not do it, or the driver could not send it: the same again fails again. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}

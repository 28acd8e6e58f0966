/** The run cannot be put back, and nothing was changed; the message says why. */
export class RollbackRefused extends Error {
  override readonly name = 'RollbackRefused';
}

/** It was tried, and did not come out as it should: the message says what serves now. */
export class RollbackFailed extends Error {
  override readonly name = 'RollbackFailed';
}

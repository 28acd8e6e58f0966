/** The right to write, held by one process at a time. It ends with its process, however that ends. */
export type WriterLock = {
  /** Resolves when the lock may have passed to another process: whoever held it has to stop writing at once. */
  readonly lost: Promise<Error>;
  /** The next one has it without waiting. */
  readonly release: () => Promise<void>;
};

import type { ObjectStorage } from '@moving-ground/aws-clients/s3';

/** Everything outside that the extraction touches. */
export type ExtractEffects = {
  readonly storage: ObjectStorage;
  /** An existing folder for the window's files while they are read. */
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: {
    readonly info: (fields: object, message: string) => void;
    readonly warn: (fields: object, message: string) => void;
  };
};

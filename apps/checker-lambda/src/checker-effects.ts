import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { Settings } from './settings.ts';

/** Everything outside that the checker touches. */
export type CheckerEffects = {
  readonly storage: ObjectStorage;
  readonly settings: Omit<Settings, 'logLevel'>;
  readonly now: () => number;
  readonly log: {
    readonly info: (fields: object, message: string) => void;
    readonly warn: (fields: object, message: string) => void;
  };
};

import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { Executions } from '@moving-ground/aws-clients/sfn';

/** Everything outside that the watcher touches. */
export type WatcherEffects = {
  readonly storage: ObjectStorage;
  readonly executions: Pick<Executions, 'start'>;
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly now: () => number;
  readonly log: {
    readonly info: (fields: object, message: string) => void;
    readonly warn: (fields: object, message: string) => void;
  };
};

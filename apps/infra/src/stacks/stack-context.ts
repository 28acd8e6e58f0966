import type { App } from 'aws-cdk-lib';
import type { Stage } from '../stages/stage.ts';

export type StackContext = {
  readonly app: App;
  readonly stage: Stage;
  /** `{app}/handler.mjs` or `{app}/dist`: see Bundles. */
  readonly bundles: Bundles;
  /** false: buckets, files, secrets and key go with their stack. */
  readonly isDataKept: boolean;
};

/** Where each app's built files are. */
export type Bundles = {
  /** The folder with a Lambda's handler.mjs. @throws MissingBundle */
  readonly lambda: (app: string) => string;
  /** The folder with a Dockerfile and, below it, its dist. @throws MissingBundle */
  readonly image: (app: string) => string;
  /** A folder of the Glue job: script and package. */
  readonly glue: string;
};

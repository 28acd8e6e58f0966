import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Bundles } from './stacks/stack-context.ts';
import { STACKS, type StackName } from './stacks/stacks.ts';
import type { Stage } from './stages/stage.ts';

export type AppOptions = {
  readonly stages: readonly Stage[];
  /** Of each stage. */
  readonly stacks: readonly StackName[];
  readonly bundles: Bundles;
  /** Default: true. */
  readonly isDataKept?: boolean;
  readonly outdir?: string;
};

/** Ways of the CDK that are newer than its defaults; here, so that tests and command line synthesise the same. */
const FLAGS = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': false,
  '@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker': true,
};

/** The asked for stacks of the asked for stages; nothing is looked up, so neither account nor network is needed. */
export function createApp({ stages, stacks, bundles, isDataKept = true, outdir }: AppOptions): App {
  const app = new App({
    analyticsReporting: false,
    context: FLAGS,
    ...(outdir === undefined ? {} : { outdir }),
  });
  for (const stage of stages) for (const name of stacks) STACKS[name]({ app, stage, bundles, isDataKept });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

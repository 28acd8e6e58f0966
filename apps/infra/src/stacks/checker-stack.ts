import type { Stack } from 'aws-cdk-lib';
import { bundledFunction } from '../functions/bundled-function.ts';
import { listsBucket, readsObjects, usesKeyByS3, writesObjects } from '../functions/object-permissions.ts';
import type { Permission } from '../iam/permission.ts';
import { StageNames } from '../names.ts';
import { linearLearnerImage } from '../parts/linear-learner-image.ts';
import { readParameter } from '../parts/parameters.ts';
import { stageConfiguration } from '../stages/stage-configuration.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

const HANDLERS = {
  checker: { handler: 'handler.check', seconds: 300, description: 'Is the batch whole, is it its turn?' },
  dataset: {
    handler: 'handler.dataset',
    seconds: 60,
    description: 'Can anything be learned from the dataset?',
  },
  finish: {
    handler: 'handler.finish',
    seconds: 60,
    description: 'Releases the lease and records the outcome',
  },
} as const;

/** The checks of a run, before its extraction, after it, and at its end. */
export function checkerStack(context: StackContext): Stack {
  const stack = stackOf(context, 'checker', 'is the batch whole, is it its turn, can anything be learned?');
  const { stage } = context;
  const names = new StageNames(stage);
  const keyArn = readParameter(stack, names, 'key-arn');
  const environment = {
    GROUND_STAGE: stage.name,
    GROUND_BUCKET: names.bucket,
    GROUND_CONFIGURATION: JSON.stringify(stageConfiguration(stage)),
    GROUND_TRAINING_IMAGE: linearLearnerImage(stack).uri,
    GROUND_RUN_PREFIX: names.runPrefix,
    GROUND_KEY_ARN: keyArn,
    GROUND_SAGEMAKER_ROLE_ARN: names.roleArn('sagemaker'),
  };
  const folder = context.bundles.lambda('checker-lambda');
  for (const role of ['checker', 'dataset', 'finish'] as const)
    bundledFunction(stack, names, stage, {
      ...HANDLERS[role],
      role,
      folder,
      environment,
      permissions: [...PERMISSIONS[role](names), usesKeyByS3(keyArn, 'Decrypt', 'GenerateDataKey')],
      memoryMiB: 512,
    });
  return stack;
}

/** Listing without a prefix: a lease or record that is not there must read as missing, not as forbidden. */
const PERMISSIONS = {
  checker: (names: StageNames): Permission[] => [
    readsObjects(names, 'staging/*', 'leases/*', 'runs/*'),
    writesObjects(names, 'leases/*'),
    listsBucket(names),
  ],
  dataset: (names: StageNames): Permission[] => [
    readsObjects(names, 'datasets/*', 'leases/*'),
    writesObjects(names, 'leases/*'),
    listsBucket(names),
  ],
  finish: (names: StageNames): Permission[] => [
    readsObjects(names, 'leases/*'),
    writesObjects(names, 'leases/*', 'runs/*'),
    listsBucket(names),
  ],
};

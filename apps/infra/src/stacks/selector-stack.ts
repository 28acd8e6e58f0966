import type { Stack } from 'aws-cdk-lib';
import { bundledFunction } from '../functions/bundled-function.ts';
import {
  deletesObjects,
  listsBucket,
  readsObjects,
  usesKeyByS3,
  writesObjects,
} from '../functions/object-permissions.ts';
import type { Permission } from '../iam/permission.ts';
import { StageNames } from '../names.ts';
import { readParameter } from '../parts/parameters.ts';
import { stageConfiguration } from '../stages/stage-configuration.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

const HANDLERS = {
  selector: { handler: 'handler.select', description: 'Which model should serve, and why' },
  verifier: { handler: 'handler.verify', description: 'Does the endpoint serve what was selected?' },
} as const;

/** What the tuning found: promoted, or the champion retained; and whether the endpoint really serves it. */
export function selectorStack(context: StackContext): Stack {
  const stack = stackOf(context, 'selector', 'which model should serve, and does it?');
  const { stage } = context;
  const names = new StageNames(stage);
  const keyArn = readParameter(stack, names, 'key-arn');
  for (const role of ['selector', 'verifier'] as const)
    bundledFunction(stack, names, stage, {
      ...HANDLERS[role],
      role,
      folder: context.bundles.lambda('selector-lambda'),
      environment: {
        GROUND_STAGE: stage.name,
        GROUND_BUCKET: names.bucket,
        GROUND_RUN_PREFIX: names.runPrefix,
        GROUND_CONFIGURATION: JSON.stringify(stageConfiguration(stage)),
        ...(role === 'selector' && names.rollbackAlarms.length > 0
          ? { GROUND_ROLLBACK_ALARMS: names.rollbackAlarms.join(',') }
          : {}),
      },
      permissions: [...PERMISSIONS[role](names), usesKeyByS3(keyArn, 'Decrypt', 'GenerateDataKey')],
      memoryMiB: 512,
      seconds: 300,
    });
  return stack;
}

const OF_RUNS = 'What the runs of this stage make is named after a batch that is not known yet.';

const PERMISSIONS = {
  selector: (names: StageNames): Permission[] => [
    readsObjects(names, 'datasets/*', 'leases/*', 'models/*', 'runs/*'),
    writesObjects(names, 'leases/*', 'runs/*'),
    listsBucket(names),
    {
      actions: ['sagemaker:ListTrainingJobsForHyperParameterTuningJob'],
      resources: [names.madeByRuns('hyper-parameter-tuning-job')],
      because: OF_RUNS,
    },
    {
      actions: ['sagemaker:DescribeTrainingJob'],
      resources: [names.madeByRuns('training-job')],
      because: OF_RUNS,
    },
    { actions: ['sagemaker:DescribeModel'], resources: [names.madeByRuns('model')], because: OF_RUNS },
    {
      actions: ['sagemaker:DescribeEndpointConfig'],
      resources: [names.madeByRuns('endpoint-config')],
      because: OF_RUNS,
    },
    { actions: ['sagemaker:DescribeEndpoint'], resources: [names.endpointArn] },
  ],
  verifier: (names: StageNames): Permission[] => [
    readsObjects(names, 'datasets/*', 'leases/*', 'models/champion.json'),
    writesObjects(names, 'leases/*', 'models/champion.json', 'runs/*'),
    deletesObjects(names, 'datasets/*', 'models/*', 'staging/*'),
    listsBucket(names),
    {
      actions: ['sagemaker:AddTags', 'sagemaker:DescribeEndpoint', 'sagemaker:InvokeEndpoint'],
      resources: [names.endpointArn],
    },
    {
      actions: ['sagemaker:UpdateEndpoint'],
      resources: [names.endpointArn, names.madeByRuns('endpoint-config')],
      because: OF_RUNS,
    },
    {
      actions: ['sagemaker:ListEndpointConfigs', 'sagemaker:ListModels'],
      resources: ['*'],
      because: 'Lists have no resource; what is deleted after them is limited to what this stage made.',
    },
    { actions: ['sagemaker:DeleteModel'], resources: [names.madeByRuns('model')], because: OF_RUNS },
    {
      actions: ['sagemaker:DeleteEndpointConfig'],
      resources: [names.madeByRuns('endpoint-config')],
      because: OF_RUNS,
    },
  ],
};

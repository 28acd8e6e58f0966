import { Aws, Validations, type Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../iam/permission.ts';
import { serviceRole } from '../iam/service-role.ts';
import { watchesUpdates } from '../iam/watches-updates.ts';
import type { StageNames } from '../names.ts';

const OF_RUNS = 'What the runs of this stage make is named after a batch that is not known yet.';

/** Exactly what the states of pipeline.asl.json call. */
export function pipelineRole(stack: Stack, names: StageNames): Role {
  const role = serviceRole(stack, 'pipeline-role', {
    roleName: names.roleName('pipeline'),
    service: 'states.amazonaws.com',
    description: 'Runs: invokes the functions, starts extraction and tuning, changes the endpoint',
    permissions: [...extraction(names), ...tuning(names), ...serving(names)],
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'Log deliveries, trace segments and the tags of a job that is only just made have no resource to name.',
  });
  return role;
}

function extraction(names: StageNames): Permission[] {
  const called = ['checker', 'dataset', 'finish', 'selector', 'verifier', 'extract'] as const;
  return [
    { actions: ['lambda:InvokeFunction'], resources: called.map((role) => names.functionArn(role)) },
    {
      actions: ['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'],
      resources: [names.glueJobArn],
    },
  ];
}

function tuning(names: StageNames): Permission[] {
  return [
    {
      actions: [
        'sagemaker:CreateHyperParameterTuningJob',
        'sagemaker:DescribeHyperParameterTuningJob',
        'sagemaker:StopHyperParameterTuningJob',
        'sagemaker:AddTags',
      ],
      resources: [names.madeByRuns('hyper-parameter-tuning-job')],
      because: OF_RUNS,
    },
    {
      actions: ['sagemaker:ListTags'],
      resources: ['*'],
      because: 'The integration reads the tags of a job that is only just made; the guide asks for all.',
    },
    {
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [
        `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:rule/StepFunctionsGetEventsForSageMakerTuningJobsRule`,
      ],
    },
    {
      actions: ['iam:PassRole'],
      resources: [names.roleArn('sagemaker')],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    },
  ];
}

function serving(names: StageNames): Permission[] {
  const configs = names.madeByRuns('endpoint-config');
  return [
    {
      actions: ['sagemaker:CreateModel', 'sagemaker:AddTags'],
      resources: [names.madeByRuns('model')],
      because: OF_RUNS,
    },
    {
      actions: ['sagemaker:CreateEndpointConfig', 'sagemaker:AddTags'],
      resources: [configs],
      because: OF_RUNS,
    },
    {
      actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint', 'sagemaker:AddTags'],
      resources: [names.endpointArn, configs],
      because: OF_RUNS,
    },
    { actions: ['sagemaker:DescribeEndpoint'], resources: [names.endpointArn] },
    ...watchesUpdates(names),
  ];
}

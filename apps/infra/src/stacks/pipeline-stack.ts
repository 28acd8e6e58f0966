import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import {
  PIPELINE_PLACEHOLDERS,
  resolvePipeline,
  type PipelineSubstitutions,
} from '@moving-ground/state-machine';
import { StageNames } from '../names.ts';
import { extractJob } from '../parts/extract-job.ts';
import { readParameter } from '../parts/parameters.ts';
import { pipelineRole } from '../parts/pipeline-role.ts';
import { retentionOf } from '../parts/retention.ts';
import { sageMakerRole } from '../parts/sagemaker-role.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** The run's definition, the Glue job for large windows, and the role that trains and serves. */
export function pipelineStack(context: StackContext): Stack {
  const stack = stackOf(
    context,
    'pipeline',
    'the state machine of a run, its Glue job, the role of its models',
  );
  const { stage } = context;
  const names = new StageNames(stage);
  sageMakerRole(stack, names);
  extractJob(stack, names, stage, context.bundles.glue);
  new StateMachine(stack, 'pipeline', {
    stateMachineName: names.own('pipeline'),
    comment: 'A batch arrives, a freshly trained and judged model stands behind the endpoint',
    definitionBody: DefinitionBody.fromString(JSON.stringify(withItsPlaceholders())),
    definitionSubstitutions: { ...substitutions(names) },
    role: pipelineRole(stack, names),
    tracingEnabled: true,
    logs: { level: LogLevel.ALL, includeExecutionData: true, destination: runLog(stack, names, stage) },
  });
  return stack;
}

/** The document as it is in the repository: CloudFormation fills in what the local cloud fills in by itself. */
export function withItsPlaceholders(): object {
  const same = PIPELINE_PLACEHOLDERS.map((name) => [name, `\${${name}}`] as const);
  return resolvePipeline(Object.fromEntries(same) as PipelineSubstitutions);
}

function substitutions(names: StageNames): PipelineSubstitutions {
  return {
    CheckerFunctionArn: names.functionArn('checker'),
    DatasetFunctionArn: names.functionArn('dataset'),
    FinishFunctionArn: names.functionArn('finish'),
    SelectorFunctionArn: names.functionArn('selector'),
    VerifierFunctionArn: names.functionArn('verifier'),
    ExtractFunctionArn: names.functionArn('extract'),
    ExtractJobName: names.own('extract'),
    SageMakerRoleArn: names.roleArn('sagemaker'),
  };
}

function runLog(stack: Stack, names: StageNames, stage: StackContext['stage']): LogGroup {
  return new LogGroup(stack, 'run-log', {
    logGroupName: `/aws/vendedlogs/${names.own('pipeline')}`,
    retention: retentionOf(stage),
    encryptionKey: Key.fromKeyArn(stack, 'run-log-key', readParameter(stack, names, 'key-arn')),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

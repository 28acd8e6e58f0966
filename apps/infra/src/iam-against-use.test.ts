import { afterAll, describe, expect, it } from 'vitest';
import {
  resolvePipeline,
  PIPELINE_PLACEHOLDERS,
  type PipelineSubstitutions,
} from '@moving-ground/state-machine';
import { flatText } from './iam/flat-text.ts';
import { SdkCalls } from './iam/sdk-calls.fixture.ts';
import { STACK_NAMES } from './stacks/stacks.ts';
import { STAGES } from './stages/stages.ts';
import { synthesise, withoutValidation, type Resource } from './synthesised.fixture.ts';

const HANDLERS = {
  watcher: ['apps/watcher-lambda/src/handler.ts', 'watch'],
  sweep: ['apps/watcher-lambda/src/handler.ts', 'sweep'],
  checker: ['apps/checker-lambda/src/handler.ts', 'check'],
  dataset: ['apps/checker-lambda/src/handler.ts', 'dataset'],
  finish: ['apps/checker-lambda/src/handler.ts', 'finish'],
  extract: ['apps/extract-lambda/src/handler.ts', 'extract'],
  selector: ['apps/selector-lambda/src/handler.ts', 'select'],
  verifier: ['apps/selector-lambda/src/handler.ts', 'verify'],
  streamer: ['apps/streamer/src/wiring.ts', 'stream'],
  'live-scorer': ['apps/live-scorer/src/wiring.ts', 'followLive'],
} as const;

type RoleOf = keyof typeof HANDLERS;

/** What a command needs, where its name does not say it. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  // S3 answers "missing" only to those who may list; to others a missing object is forbidden.
  GetObjectCommand: ['s3:GetObject', 's3:ListBucket'],
  HeadObjectCommand: ['s3:GetObject', 's3:ListBucket'],
  ListObjectsV2Command: ['s3:ListBucket'],
  PutObjectCommand: ['s3:PutObject'],
  DeleteObjectCommand: ['s3:DeleteObject'],
  CreateMultipartUploadCommand: ['s3:PutObject'],
  UploadPartCommand: ['s3:PutObject'],
  CompleteMultipartUploadCommand: ['s3:PutObject'],
  AbortMultipartUploadCommand: ['s3:AbortMultipartUpload'],
  StartExecutionCommand: ['states:StartExecution'],
  GetSecretValueCommand: ['secretsmanager:GetSecretValue'],
};

/** The objects are encrypted with a key of the stage: who reads has to decrypt, who writes to encrypt. */
const KEY: Readonly<Record<string, string>> = {
  's3:GetObject': 'kms:Decrypt',
  'secretsmanager:GetSecretValue': 'kms:Decrypt',
  's3:PutObject': 'kms:GenerateDataKey',
};

/** What every function or task has besides: its log, its traces, the queue of what failed, its files. */
const OF_THE_PLATFORM =
  /^(logs:(CreateLogStream|PutLogEvents)|xray:\w+|sqs:SendMessage|elasticfilesystem:Client(Mount|Write))$/;

function needsOf(command: string): readonly string[] {
  return NEEDS[command] ?? [`sagemaker:${command.replace(/Command$/, '')}`];
}

withoutValidation();
const all = synthesise(STAGES.filter(({ name }) => name !== 'staging'));
afterAll(() => all.remove());

type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };

/** Every statement of the stage's role of this name. */
function allowed(role: string, stage = 'dev'): readonly Statement[] {
  const roleName = `moving-ground-${stage}-${role}-<AWS::Region>`;
  for (const stack of STACK_NAMES) {
    const resources = Object.entries(all.template(stage, stack).Resources);
    const found = resources.find(
      ([, { Type, Properties }]) =>
        Type === 'AWS::IAM::Role' && flatText(Properties['RoleName']) === roleName,
    );
    if (found) return resources.flatMap(([, resource]) => statementsFor(found[0], resource));
  }
  throw new Error(`${stage} has no role ${role}`);
}

function statementsFor(role: string, { Type, Properties }: Resource): readonly Statement[] {
  if (Type !== 'AWS::IAM::Policy' || JSON.stringify(Properties['Roles']) !== JSON.stringify([{ Ref: role }]))
    return [];
  return (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement;
}

const actionsOf = (statements: readonly Statement[]): readonly string[] => [
  ...new Set(statements.flatMap(({ Action }) => Action)),
];

describe('every handler', () => {
  const calls = new SdkCalls([...new Set(Object.values(HANDLERS).map(([file]) => file))]);

  it.each(Object.entries(HANDLERS) as [RoleOf, readonly [string, string]][])(
    'of %s may do what it calls, and nothing that it does not call',
    (role, [file, name]) => {
      const commands = calls.from(file, name);
      const called = new Set(commands.flatMap(needsOf));
      const withKey = [...called, ...[...called].flatMap((action) => KEY[action] ?? [])];
      const may = actionsOf(allowed(role)).filter((action) => !OF_THE_PLATFORM.test(action));
      expect(commands.length).toBeGreaterThan(1);
      expect([...may].sort()).toEqual([...new Set(withKey)].sort());
    },
  );

  it('is read through its ports, not by what is imported: extraction uploads in parts, the watcher does not', () => {
    expect(calls.from(...HANDLERS.extract)).toContain('UploadPartCommand');
    expect(calls.from(...HANDLERS.watcher)).toEqual(['PutObjectCommand', 'StartExecutionCommand']);
  });
});

describe('the state machine', () => {
  const given = PIPELINE_PLACEHOLDERS.map((name) => [name, `given-${name}`] as const);
  const { States } = resolvePipeline(Object.fromEntries(given) as PipelineSubstitutions);
  const tasks = Object.values(States).filter(({ Type }) => Type === 'Task');

  /** What each integration of the document needs. */
  const NEEDED: Readonly<Record<string, readonly string[]>> = {
    'lambda:invoke': ['lambda:InvokeFunction'],
    'glue:startJobRun.sync': [
      'glue:StartJobRun',
      'glue:GetJobRun',
      'glue:GetJobRuns',
      'glue:BatchStopJobRun',
    ],
    'sagemaker:createHyperParameterTuningJob.sync': [
      'sagemaker:CreateHyperParameterTuningJob',
      'sagemaker:DescribeHyperParameterTuningJob',
      'sagemaker:StopHyperParameterTuningJob',
      'sagemaker:ListTags',
      'sagemaker:AddTags',
      'iam:PassRole',
      'events:PutTargets',
      'events:PutRule',
      'events:DescribeRule',
    ],
    'sagemaker:createModel': ['sagemaker:CreateModel', 'iam:PassRole'],
    'sagemaker:createEndpointConfig': ['sagemaker:CreateEndpointConfig'],
    'sagemaker:createEndpoint': ['sagemaker:CreateEndpoint'],
    'sagemaker:updateEndpoint': ['sagemaker:UpdateEndpoint'],
    'aws-sdk:sagemaker:updateEndpoint': ['sagemaker:UpdateEndpoint'],
    'aws-sdk:sagemaker:describeEndpoint': ['sagemaker:DescribeEndpoint'],
  };

  const integrations = [
    ...new Set(tasks.map(({ Resource }) => String(Resource).replace('arn:aws:states:::', ''))),
  ];

  it('may do what its integrations need, and nothing else', () => {
    expect(integrations.filter((name) => !NEEDED[name])).toEqual([]);
    const may = actionsOf(allowed('pipeline')).filter((action) => !/^(xray:|logs:)/.test(action));
    expect([...may].sort()).toEqual([...new Set(integrations.flatMap((name) => NEEDED[name] ?? []))].sort());
  });

  it('and what trains and serves may read the alarms that watch an update, where the endpoint has instances', () => {
    const alarms = (role: string, stage: string) =>
      allowed(role, stage).filter(({ Action }) => Action === 'cloudwatch:DescribeAlarms');
    for (const role of ['pipeline', 'sagemaker']) {
      expect(alarms(role, 'dev')).toEqual([]);
      const [watching] = alarms(role, 'prod');
      expect((watching?.Resource as unknown[]).map(flatText)).toEqual([
        expect.stringMatching(/:alarm:moving-ground-prod-endpoint-errors$/),
        expect.stringMatching(/:alarm:moving-ground-prod-endpoint-latency$/),
      ]);
    }
  });

  it('may invoke the functions of the document, each by its name', () => {
    const invoked = tasks
      .map(({ Parameters }) => (Parameters as { FunctionName?: string }).FunctionName)
      .filter((name) => name !== undefined);
    const resources = allowed('pipeline').find(({ Action }) => Action === 'lambda:InvokeFunction')
      ?.Resource as unknown[];
    expect(resources).toHaveLength(new Set(invoked).size);
    expect(resources.every((resource) => !flatText(resource).includes('*'))).toBe(true);
  });
});

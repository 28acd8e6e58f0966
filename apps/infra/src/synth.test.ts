import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import validate from 'asl-validator';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  resolvePipeline,
  PIPELINE_PLACEHOLDERS,
  type PipelineSubstitutions,
} from '@moving-ground/state-machine';
import { afterAll, describe, expect, it } from 'vitest';
import { PRICES_OF_RESOURCE } from './cost/prices-of-resource.ts';
import { flatText } from './iam/flat-text.ts';
import { OWN_METRICS } from './observability/metric-of.ts';
import { STACK_NAMES } from './stacks/stacks.ts';
import { STAGES } from './stages/stages.ts';
import { REPOSITORY, synthesise, type Resource } from './synthesised.fixture.ts';

const all = synthesise();
const stages = STAGES.map(({ name }) => name);

afterAll(() => all.remove());

type Statement = {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const many = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T]);

const statementsOf = ({ Properties }: Resource): readonly Statement[] => {
  const document = (Properties['PolicyDocument'] ?? Properties['KeyPolicy']) as { Statement: Statement[] };
  return document.Statement;
};

const only = (type: string, stage: string, where: object = {}): Resource => {
  const found = all.resources(type, stage).filter(({ Properties }) => {
    try {
      expect(Properties).toMatchObject(where);
      return true;
    } catch {
      return false;
    }
  });
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('permissions', () => {
  const policies = all.resources('AWS::IAM::Policy').flatMap(statementsOf);

  it('name every action', () => {
    const resourcePolicies = [
      'AWS::KMS::Key',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::QueuePolicy',
      'AWS::IAM::ManagedPolicy',
    ];
    const everywhere = [
      ...policies,
      ...resourcePolicies.flatMap((type) => all.resources(type).flatMap(statementsOf)),
    ];
    const wide = everywhere.filter(
      ({ Effect, Action }) => Effect === 'Allow' && many(Action).some((a) => a.includes('*')),
    );
    expect(everywhere.length).toBeGreaterThan(200);
    expect(wide).toEqual([]);
  });

  it('have all resources only where an action has none of its own', () => {
    const wide = policies
      .filter(({ Resource }) => many(Resource).includes('*'))
      .flatMap(({ Action }) => many(Action));
    expect([...new Set(wide)].sort()).toEqual([
      'cloudwatch:PutMetricData',
      'ecr:GetAuthorizationToken',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'sagemaker:ListEndpointConfigs',
      'sagemaker:ListModels',
      'sagemaker:ListTags',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('reach what one stage has made, and no other stage', () => {
    for (const stage of stages) {
      const others = stages.filter((other) => other !== stage);
      const texts = all
        .resources('AWS::IAM::Policy', stage)
        .flatMap(statementsOf)
        .map(({ Resource }) => JSON.stringify(Resource));
      for (const other of others) expect(texts.filter((text) => text.includes(`-${other}-`))).toEqual([]);
    }
  });

  it('pass a role on to one named service', () => {
    const passing = policies.filter(({ Action }) => many(Action).includes('iam:PassRole'));
    expect(passing).toHaveLength(stages.length);
    for (const { Condition, Resource } of passing) {
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } });
      expect(flatText(Resource)).not.toContain('*');
    }
  });

  it('let services act for this account only', () => {
    const trusts = all
      .resources('AWS::IAM::Role')
      .map(
        ({ Properties }) =>
          (Properties['AssumeRolePolicyDocument'] as { Statement: [Statement] }).Statement[0],
      );
    const withoutAccount = trusts.filter(
      ({ Condition }) => !Condition?.['StringEquals']?.['aws:SourceAccount'],
    );
    const services = withoutAccount.map(({ Principal }) => (Principal as { Service: string }).Service);
    expect([...new Set(services)].sort()).toEqual(['lambda.amazonaws.com', 'vpc-flow-logs.amazonaws.com']);
  });

  it('have no managed policy of AWS', () => {
    for (const { Properties } of all.resources('AWS::IAM::Role'))
      expect(Properties['ManagedPolicyArns']).toBeUndefined();
  });
});

describe('the bucket', () => {
  const buckets = all.resources('AWS::S3::Bucket');

  it('is closed to the public, its objects its own, every version kept for a while', () => {
    expect(buckets).toHaveLength(2 * stages.length);
    for (const bucket of buckets) {
      expect(bucket.DeletionPolicy).toBe('Retain');
      expect(bucket.Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
      });
    }
  });

  it.each(stages)('of %s is encrypted with its key, logged, tidied up, and tells EventBridge', (stage) => {
    const data = only('AWS::S3::Bucket', stage, { LoggingConfiguration: { LogFilePrefix: 'data/' } });
    expect(data.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        ],
      },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    const { Rules } = data.Properties['LifecycleConfiguration'] as { Rules: { Id: string }[] };
    expect(Rules.map(({ Id }) => Id)).toEqual([
      'old-versions',
      'half-uploads',
      'datasets',
      'staging',
      'delete-markers',
    ]);
  });

  it.each(stages)(
    'of %s takes nothing without TLS 1.2, another key, or a manifest over a manifest',
    (stage) => {
      const denials = all
        .resources('AWS::S3::BucketPolicy', stage)
        .flatMap(statementsOf)
        .filter(({ Effect }) => Effect === 'Deny');
      const conditions = denials.map(({ Condition }) => Condition);
      expect(conditions).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } });
      expect(conditions).toContainEqual({ NumericLessThan: { 's3:TlsVersion': 1.2 } });
      expect(denials.find(({ Sid }) => Sid === 'OtherKey')?.Condition).toMatchObject({
        Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
      });
      expect(denials.find(({ Sid }) => Sid === 'ManifestsOnce')).toMatchObject({
        Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      });
    },
  );
});

describe('the key', () => {
  it('turns every year and is used through services of the account only', () => {
    for (const key of all.resources('AWS::KMS::Key')) {
      expect(key.Properties['EnableKeyRotation']).toBe(true);
      const uses = statementsOf(key).filter(({ Action }) =>
        many(Action).some((action) => action === 'kms:Decrypt'),
      );
      expect(uses).toHaveLength(3);
      for (const { Condition } of uses)
        expect(JSON.stringify(Condition)).toMatch(/kms:ViaService|EncryptionContext|aws:SourceAccount/);
    }
  });

  it('encrypts every log, queue and topic, or the service does', () => {
    for (const { Properties } of all.resources('AWS::Logs::LogGroup')) {
      expect(Properties['KmsKeyId']).toBeDefined();
      expect(Properties['RetentionInDays']).toBeDefined();
    }
    for (const { Properties } of all.resources('AWS::SQS::Queue'))
      expect(Properties['SqsManagedSseEnabled']).toBe(true);
    for (const { Properties } of all.resources('AWS::SNS::Topic'))
      expect(Properties['KmsMasterKeyId']).toBeDefined();
    for (const { Properties } of all.resources('AWS::SecretsManager::Secret'))
      expect(Properties['KmsKeyId']).toBeDefined();
  });
});

describe("MongoDB's files", () => {
  it('are encrypted, backed up, kept, and mounted by TLS by the streamer alone', () => {
    const systems = all.resources('AWS::EFS::FileSystem');
    expect(systems).toHaveLength(2);
    for (const system of systems) {
      expect(system.DeletionPolicy).toBe('Retain');
      expect(system.Properties).toMatchObject({ Encrypted: true, BackupPolicy: { Status: 'ENABLED' } });
      const { Statement } = system.Properties['FileSystemPolicy'] as { Statement: Statement[] };
      expect(JSON.stringify(Statement[0]?.Condition)).toContain('streamer');
      expect(Statement[1]).toMatchObject({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    }
  });

  it('are absent where the store is elsewhere', () => {
    expect(all.resources('AWS::EFS::FileSystem', 'prod')).toEqual([]);
  });
});

const serviceOf = (stage: string, app: string): Resource =>
  only('AWS::ECS::Service', stage, { ServiceName: `moving-ground-${stage}-${app}` });

const taskOf = (stage: string, app: string): Resource =>
  only('AWS::ECS::TaskDefinition', stage, { Family: `moving-ground-${stage}-${app}` });

describe('the live scorer', () => {
  it('runs where the stage says so, one task, without credentials and with the store of the streamer', () => {
    for (const { name, isScoredLive, store } of STAGES) {
      expect(serviceOf(name, 'live-scorer').Properties).toMatchObject({
        DesiredCount: isScoredLive ? 1 : 0,
        DeploymentConfiguration: { MaximumPercent: 100, DeploymentCircuitBreaker: { Enable: true } },
      });
      const text = JSON.stringify(taskOf(name, 'live-scorer').Properties['ContainerDefinitions']);
      expect(text).not.toContain('GROUND_SECRET_NAME');
      expect(text).toContain(
        store === 'container'
          ? `mongodb.moving-ground-${name}-tasks.internal`
          : '"Secrets":[{"Name":"MONGODB_URI"',
      );
    }
  });
});

describe('the streamer', () => {
  it.each(stages)(
    'of %s is one task, never two, and goes back by itself when a new one does not start',
    (stage) => {
      expect(serviceOf(stage, 'streamer').Properties).toMatchObject({
        DesiredCount: 1,
        DeploymentConfiguration: {
          MinimumHealthyPercent: 0,
          MaximumPercent: 100,
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        },
        LaunchType: 'FARGATE',
        NetworkConfiguration: {
          AwsvpcConfiguration: { AssignPublicIp: stage === 'prod' ? 'DISABLED' : 'ENABLED' },
        },
      });
      expect(only('AWS::ECS::Cluster', stage).Properties['ClusterSettings']).toEqual([
        { Name: 'containerInsights', Value: 'enabled' },
      ]);
    },
  );

  type Container = {
    readonly Name: string;
    readonly Environment?: { Name: string }[];
    readonly Secrets?: { Name: string }[];
  };
  const containers = (stage: string) =>
    taskOf(stage, 'streamer').Properties['ContainerDefinitions'] as Container[];

  it('runs on ARM, without capabilities, on a file system that nothing writes to', () => {
    for (const stage of stages) {
      expect(taskOf(stage, 'streamer').Properties['RuntimePlatform']).toMatchObject({
        CpuArchitecture: 'ARM64',
      });
      expect(containers(stage).find(({ Name }) => Name === 'streamer')).toMatchObject({
        ReadonlyRootFilesystem: true,
        StopTimeout: 30,
        LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
        HealthCheck: { Command: ['CMD', 'node', '/app/health-check.mjs'] },
      });
    }
  });

  it('gets an address with a password by injection, and no credential as a plain variable', () => {
    const plain = (stage: string) =>
      containers(stage).flatMap(({ Environment = [] }) => Environment.map(({ Name }) => Name));
    expect(containers('prod').map(({ Name }) => Name)).toEqual(['streamer']);
    expect(containers('prod')[0]?.Secrets).toMatchObject([{ Name: 'MONGODB_URI' }]);
    expect(plain('prod')).not.toContain('MONGODB_URI');
    expect(
      containers('dev')
        .map(({ Name }) => Name)
        .sort(),
    ).toEqual(['mongodb', 'streamer']);
    for (const stage of stages) expect(plain(stage).join()).not.toMatch(/PASSWORD|TOKEN|API_KEY|ACCESS_KEY/);
  });

  it('can be reached by nobody', () => {
    const ingress = all.resources('AWS::EC2::SecurityGroupIngress');
    expect(ingress).toHaveLength(4);
    for (const { Properties } of ingress) {
      expect([2049, 27017]).toContain(Properties['FromPort']);
      expect(Properties['SourceSecurityGroupId']).toBeDefined();
    }
    for (const { Properties } of all.resources('AWS::EC2::SecurityGroup'))
      expect(Properties['SecurityGroupIngress']).toBeUndefined();
  });
});

describe('the network', () => {
  it('has a NAT gateway in prod only, a way to S3 that costs nothing, and its flow logged', () => {
    expect(stages.map((stage) => all.resources('AWS::EC2::NatGateway', stage).length)).toEqual([0, 0, 1]);
    expect(all.resources('AWS::EC2::VPCEndpoint')).toHaveLength(stages.length);
    expect(all.resources('AWS::EC2::FlowLog')).toHaveLength(stages.length);
  });
});

describe('the functions', () => {
  const functions = all.resources('AWS::Lambda::Function');

  it('are the handlers of the bundles, on Node 24 and ARM, traced', () => {
    expect(functions).toHaveLength(8 * stages.length);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
      });
    const handlers = functions.slice(0, 8).map(({ Properties }) => String(Properties['Handler']));
    expect(handlers.sort()).toEqual(
      ['check', 'dataset', 'extract', 'finish', 'select', 'sweep', 'verify', 'watch'].map(
        (name) => `handler.${name}`,
      ),
    );
  });

  it.each(stages)('that %s calls asynchronously leave what failed in a queue', (stage) => {
    const configs = all.resources('AWS::Lambda::EventInvokeConfig', stage);
    expect(configs).toHaveLength(2);
    for (const { Properties } of configs)
      expect(Properties).toMatchObject({ MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: {} } });
    for (const { Properties } of all.resources('AWS::Events::Rule', stage))
      expect(JSON.stringify(Properties['Targets'])).toMatch(/DeadLetterConfig|sns|:alarms/);
  });

  it.each(stages)('of %s are woken by manifests, and by the sweep every quarter of an hour', (stage) => {
    only('AWS::Events::Rule', stage, { ScheduleExpression: 'rate(15 minutes)', State: 'ENABLED' });
    only('AWS::Events::Rule', stage, {
      EventPattern: { detail: { object: { key: [{ wildcard: 'staging/*/manifest.json' }] } } },
    });
  });

  it('may be invoked by the rules of the same account only', () => {
    for (const { Properties } of all.resources('AWS::Lambda::Permission'))
      expect(Properties['SourceArn']).toBeDefined();
  });
});

describe('the state machine', () => {
  const machine = (stage: string) =>
    only('AWS::StepFunctions::StateMachine', stage).Properties as {
      DefinitionString: string;
      DefinitionSubstitutions: Record<string, unknown>;
    };

  it.each(stages)('of %s logs everything, is traced, and is a valid document', (stage) => {
    expect(machine(stage)).toMatchObject({
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
      TracingConfiguration: { Enabled: true },
    });
    const { isValid, errorsText } = validate(JSON.parse(machine(stage).DefinitionString) as object);
    expect(isValid, errorsText()).toBe(true);
  });

  it.each(stages)('of %s is, filled in, the document that the local cloud runs', (stage) => {
    const { DefinitionString, DefinitionSubstitutions } = machine(stage);
    expect(Object.keys(DefinitionSubstitutions).sort()).toEqual([...PIPELINE_PLACEHOLDERS].sort());
    const filled = (value: string) =>
      DefinitionString.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => `${value}-${name}`);
    const same = PIPELINE_PLACEHOLDERS.map((name) => [name, `local-${name}`] as const);
    expect(JSON.parse(filled('local'))).toEqual(
      resolvePipeline(Object.fromEntries(same) as PipelineSubstitutions),
    );
  });

  it.each(stages)('of %s names functions, job and role that its stacks have', (stage) => {
    const { DefinitionSubstitutions } = machine(stage);
    const functions = all
      .resources('AWS::Lambda::Function', stage)
      .map(({ Properties }) => String(Properties['FunctionName']));
    const named = Object.entries(DefinitionSubstitutions).filter(([name]) => name.endsWith('FunctionArn'));
    for (const [, arn] of named) expect(functions).toContain(flatText(arn).split(':').at(-1));
    only('AWS::Glue::Job', stage, { Name: DefinitionSubstitutions['ExtractJobName'] });
    const roles = all
      .resources('AWS::IAM::Role', stage)
      .map(({ Properties }) => flatText(Properties['RoleName']));
    expect(roles).toContain(flatText(DefinitionSubstitutions['SageMakerRoleArn']).split('/').at(-1));
  });
});

describe('the Glue job', () => {
  it.each(stages)('of %s has its script and its package, and encrypts what it writes', (stage) => {
    expect(only('AWS::Glue::Job', stage).Properties).toMatchObject({
      GlueVersion: '5.0',
      NumberOfWorkers: 2,
      Command: { Name: 'glueetl' },
    });
    expect(
      only('AWS::Glue::SecurityConfiguration', stage).Properties['EncryptionConfiguration'],
    ).toMatchObject({
      S3Encryptions: [{ S3EncryptionMode: 'SSE-KMS' }],
      CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS' },
      JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS' },
    });
  });
});

describe('the budget', () => {
  it.each(STAGES.map(({ name, budgetDollars }) => [name, budgetDollars] as const))(
    'of %s takes the right to start runs at %d dollars, and nothing else',
    (stage, amount) => {
      expect(only('AWS::Budgets::Budget', stage).Properties).toMatchObject({
        Budget: { BudgetLimit: { Amount: amount, Unit: 'USD' }, TimeUnit: 'MONTHLY' },
      });
      expect(only('AWS::Budgets::BudgetsAction', stage).Properties).toMatchObject({
        ActionType: 'APPLY_IAM_POLICY',
        ApprovalModel: 'AUTOMATIC',
        ActionThreshold: { Value: 100 },
      });
      const [statement, ...more] = statementsOf(only('AWS::IAM::ManagedPolicy', stage));
      expect(more).toEqual([]);
      expect(statement).toMatchObject({ Effect: 'Deny', Action: 'states:StartExecution' });
    },
  );
});

describe('the alarms', () => {
  const runbook = readFileSync(join(REPOSITORY, 'docs/runbook.md'), 'utf8');
  const anchors = [...runbook.matchAll(/^### (.+)$/gm)].map(([, title]) => String(title));

  it.each(stages)('of %s tell somebody, and where to read on', (stage) => {
    const alarms = all.resources('AWS::CloudWatch::Alarm', stage);
    expect(alarms).toHaveLength(stage === 'prod' ? 7 : 8);
    for (const { Properties } of alarms) {
      const anchor = /docs\/runbook\.md#([a-z-]+)$/.exec(String(Properties['AlarmDescription']))?.[1];
      expect(anchors).toContain(anchor);
      expect(Properties['AlarmName']).toBe(`moving-ground-${stage}-${anchor}`);
      expect(JSON.stringify(Properties['AlarmActions'])).toContain(`moving-ground-${stage}-alarms`);
    }
  });

  it('that bring a model back while an update is watched exist, look at minutes, and are of instances only', () => {
    const given = (stage: string) =>
      only('AWS::Lambda::Function', stage, { FunctionName: `moving-ground-${stage}-selector` }).Properties[
        'Environment'
      ] as { Variables: Record<string, string> };
    expect(given('dev').Variables).not.toHaveProperty('GROUND_ROLLBACK_ALARMS');
    const names = given('prod').Variables['GROUND_ROLLBACK_ALARMS']?.split(',');
    expect(names).toHaveLength(2);
    for (const AlarmName of names ?? [])
      only('AWS::CloudWatch::Alarm', 'prod', { AlarmName, Period: 60, TreatMissingData: 'notBreaching' });
  });

  it('are each of an entry, and each entry is of an alarm', () => {
    const named = all
      .resources('AWS::CloudWatch::Alarm', 'dev')
      .map(({ Properties }) => String(Properties['AlarmName']).replace('moving-ground-dev-', ''));
    expect(named.sort()).toEqual(anchors.sort());
  });

  it('and the dashboard are made of metrics that the apps write', () => {
    const bodies = [
      ...all.resources('AWS::CloudWatch::Dashboard', 'dev'),
      ...all.resources('AWS::CloudWatch::Alarm', 'dev'),
    ];
    const text = bodies
      .map((body) => flatText(body.Properties['DashboardBody'] ?? JSON.stringify(body.Properties)))
      .join();
    for (const name of OWN_METRICS.filter((one) => one !== 'OpenOrders')) expect(text).toContain(`"${name}"`);
    const apps = [
      'streamer/src/progress-metrics.ts',
      'watcher-lambda/src/wiring.ts',
      'checker-lambda/src/wiring.ts',
      'selector-lambda/src/selector-metrics.ts',
      'extract-lambda/src/extract-metrics.ts',
    ];
    const written = apps.map((file) => readFileSync(join(REPOSITORY, 'apps', file), 'utf8')).join();
    for (const name of OWN_METRICS) expect(written).toContain(name.startsWith('Run-') ? 'Run-${' : name);
  });
});

describe('AwsSolutions', () => {
  type Acknowledged = { readonly path: string; readonly id: string; readonly reason: string };
  const acknowledged: readonly Acknowledged[] = all.app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .filter(([id]) => id.includes('AwsSolutions'))
      .map(([id, reason]) => ({ path: node.path, id, reason })),
  );

  it('has no finding that nobody has answered for', () => {
    expect(new AwsSolutionsChecks().validateScope(all.app).violations).toEqual([]);
  });

  it('finds what is acknowledged, so that no acknowledgement is idle', () => {
    const bare = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
    const stack = new Stack(bare, 'bare');
    new Queue(stack, 'queue');
    const found = new AwsSolutionsChecks().validateScope(bare).violations.map(({ ruleName }) => ruleName);
    expect(found.sort()).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
  });

  it('is answered on one construct at a time, in a sentence', () => {
    expect(acknowledged.length).toBeGreaterThan(30);
    for (const { path, reason } of acknowledged) {
      expect(path.split('/').length, path).toBeGreaterThan(1);
      expect(reason).toMatch(/^[A-Z].{25,}\.$/);
    }
    const rules = new Set(acknowledged.map(({ id }) => id.replace(/^annotation::/i, '').replace(/\[.*/, '')));
    expect([...rules].sort()).toEqual([
      'AwsSolutions-ECS2',
      'AwsSolutions-IAM5',
      'AwsSolutions-S1',
      'AwsSolutions-SMG4',
      'AwsSolutions-SQS3',
    ]);
  });
});

describe('what is deployed', () => {
  it('is in the table of what is billed, kind by kind', () => {
    const kinds = new Set(
      stages.flatMap((stage) =>
        STACK_NAMES.flatMap((stack) =>
          Object.values(all.template(stage, stack).Resources).map(({ Type }) => Type),
        ),
      ),
    );
    expect([...kinds].sort()).toEqual(Object.keys(PRICES_OF_RESOURCE).sort());
  });
});

describe('stacks', () => {
  it.each(stages)(
    'of %s are these templates, byte for byte but for the hashes of their assets',
    async (stage) => {
      const templates = Object.fromEntries(STACK_NAMES.map((name) => [name, all.template(stage, name)]));
      const text = JSON.stringify(templates, null, 1).replaceAll(/\b[0-9a-f]{64}\b/g, 'asset');
      await expect(`${text}\n`).toMatchFileSnapshot(`__snapshots__/${stage}.json`);
    },
  );

  it('export nothing and import nothing, so that each deploys alone', () => {
    for (const stage of stages)
      for (const stack of [
        'data',
        'pipeline',
        'checker',
        'extract',
        'selector',
        'watcher',
        'streamer',
      ] as const) {
        const { Outputs = {}, ...template } = all.template(stage, stack);
        expect(Object.keys(Outputs)).toEqual([]);
        expect(JSON.stringify(template)).not.toContain('Fn::ImportValue');
      }
  });
});

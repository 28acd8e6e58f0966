import { Aws } from 'aws-cdk-lib';
import type { Stage } from './stages/stage.ts';

export const FUNCTION_ROLES = [
  'watcher',
  'sweep',
  'checker',
  'dataset',
  'finish',
  'extract',
  'selector',
  'verifier',
] as const;

export type FunctionRole = (typeof FUNCTION_ROLES)[number];

/** What one stack leaves for the others in a parameter, because its name cannot be foretold. */
export const PARAMETERS = [
  'key-arn',
  'ig-secret-arn',
  'store-secret-arn',
  'subnet-ids',
  'security-group-id',
  'file-system-id',
  'access-point-id',
  'zone-id',
] as const;

export type ParameterName = (typeof PARAMETERS)[number];

/** Entries of observability/stage-alarms.ts. */
const ROLLBACK_ALARMS = ['endpoint-errors', 'endpoint-latency'] as const;

const arn = (service: string, resource: string): string =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

/** What a stage's resources are called: stacks find each other by these names and by nothing else. */
export class StageNames {
  readonly stage: string;
  /** Begins the name of whatever a run makes at SageMaker. */
  readonly runPrefix: string;
  readonly endpointName: string;
  /** Alarms that undo an update of the endpoint; a serverless one cannot be watched. */
  readonly rollbackAlarms: readonly string[];

  constructor(stage: Stage) {
    this.stage = stage.name;
    this.runPrefix = `${stage.code}-`;
    this.endpointName = `moving-ground-${stage.name}-${stage.endpoint.kind}`;
    this.rollbackAlarms =
      stage.endpoint.kind === 'instance' ? ROLLBACK_ALARMS.map((name) => this.own(name)) : [];
  }

  /** A name that is unique in account and region. */
  own(part: string): string {
    return `moving-ground-${this.stage}-${part}`;
  }

  get bucket(): string {
    return this.own(`${Aws.ACCOUNT_ID}-${Aws.REGION}`);
  }

  get bucketArn(): string {
    return `arn:${Aws.PARTITION}:s3:::${this.bucket}`;
  }

  get accessLogBucket(): string {
    return `${this.bucket}-logs`;
  }

  /** Roles are an account's, in all regions. */
  roleName(purpose: string): string {
    return this.own(`${purpose}-${Aws.REGION}`);
  }

  roleArn(purpose: string): string {
    return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${this.roleName(purpose)}`;
  }

  functionArn(role: FunctionRole): string {
    return arn('lambda', `function:${this.own(role)}`);
  }

  get stateMachineArn(): string {
    return arn('states', `stateMachine:${this.own('pipeline')}`);
  }

  get executionsArn(): string {
    return arn('states', `execution:${this.own('pipeline')}:*`);
  }

  get glueJobArn(): string {
    return arn('glue', `job/${this.own('extract')}`);
  }

  get rollbackAlarmArns(): readonly string[] {
    return this.rollbackAlarms.map((name) => arn('cloudwatch', `alarm:${name}`));
  }

  get alarmTopicArn(): string {
    return arn('sns', this.own('alarms'));
  }

  /** A kind of SageMaker's resources: those that runs of this stage make, and no other stage's. */
  madeByRuns(kind: 'hyper-parameter-tuning-job' | 'training-job' | 'model' | 'endpoint-config'): string {
    return arn('sagemaker', `${kind}/${this.runPrefix}*`);
  }

  get endpointArn(): string {
    return arn('sagemaker', `endpoint/${this.endpointName}`);
  }

  /** Names that only the stage's network knows. */
  get privateZone(): string {
    return `${this.own('tasks')}.internal`;
  }

  privateZoneArn(id: string): string {
    return `arn:${Aws.PARTITION}:servicediscovery:${Aws.REGION}:${Aws.ACCOUNT_ID}:namespace/${id}`;
  }

  secret(name: 'ig' | 'store'): string {
    return `moving-ground/${this.stage}/${name}`;
  }

  parameter(name: ParameterName): string {
    return `/moving-ground/${this.stage}/${name}`;
  }
}

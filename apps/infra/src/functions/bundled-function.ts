import { Duration, RemovalPolicy, Size, Validations, type Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Permission } from '../iam/permission.ts';
import { serviceRole } from '../iam/service-role.ts';
import type { FunctionRole, StageNames } from '../names.ts';
import { readParameter } from '../parts/parameters.ts';
import { retentionOf } from '../parts/retention.ts';
import type { Stage } from '../stages/stage.ts';

export type FunctionOptions = {
  readonly role: FunctionRole;
  readonly description: string;
  /** `handler.` and the name of the export. */
  readonly handler: string;
  /** The folder with handler.mjs. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly Permission[];
  readonly memoryMiB: number;
  readonly seconds: number;
  readonly temporaryMiB?: number;
};

/** One handler of one bundle, with a role that may do what this handler does and nothing else. */
export function bundledFunction(
  stack: Stack,
  names: StageNames,
  stage: Stage,
  options: FunctionOptions,
): { readonly made: LambdaFunction; readonly role: Role } {
  const { role: name, description, handler, folder } = options;
  const functionName = names.own(name);
  const logGroup = functionLog(stack, names, stage, name);
  const role = serviceRole(stack, `${name}-role`, {
    roleName: names.roleName(name),
    service: 'lambda.amazonaws.com',
    description,
    permissions: [...options.permissions, writesLog(logGroup)],
  });
  const made = new LambdaFunction(stack, name, {
    functionName,
    description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler,
    code: Code.fromAsset(folder),
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.ACTIVE,
    memorySize: options.memoryMiB,
    ephemeralStorageSize: Size.mebibytes(options.temporaryMiB ?? 512),
    timeout: Duration.seconds(options.seconds),
    environment: { NODE_OPTIONS: '--enable-source-maps', ...options.environment },
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray takes trace segments for the whole account; they have no resource to name.',
  });
  return { made, role };
}

function functionLog(stack: Stack, names: StageNames, stage: Stage, name: FunctionRole): LogGroup {
  return new LogGroup(stack, `${name}-log`, {
    logGroupName: `/aws/lambda/${names.own(name)}`,
    retention: retentionOf(stage),
    encryptionKey: Key.fromKeyArn(stack, `${name}-log-key`, readParameter(stack, names, 'key-arn')),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function writesLog(logGroup: LogGroup): Permission {
  return {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
    because: 'The streams of its own log group, which Lambda names.',
  };
}

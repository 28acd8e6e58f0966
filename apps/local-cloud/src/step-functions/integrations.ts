import type { Lambdas } from '../lambda/lambdas.ts';
import type { JsonObject, JsonService } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';
import { withSeconds } from '../http/json-codec.ts';
import { IntegrationError } from './integration-error.ts';
import { runJob } from './run-job.ts';

export type TaskHandler = (input: JsonObject) => Promise<JsonObject>;

export type IntegrationParts = {
  readonly lambdas: Lambdas;
  readonly sageMaker: JsonService;
  readonly glue: JsonService;
  /** Between two looks at a job that is waited for. */
  readonly pollMs: number;
};

/** The execution that a task belongs to: what it created before it was cut off counts as created. */
export type TaskOwner = {
  readonly executionArn: string;
  readonly created: (name: string) => boolean;
  readonly noteCreated: (name: string) => void;
  readonly forgetCreated: (name: string) => void;
  /** Aborted when the execution has ended: nobody waits for its tasks any more. */
  readonly ended: AbortSignal;
};

const PREFIX = 'arn:aws:states:::';

export class UnknownIntegration extends Error {
  override readonly name = 'UnknownIntegration';
}

/** What a Task state's Resource does. @throws UnknownIntegration */
export function integrationFor(resource: string, parts: IntegrationParts, owner: TaskOwner): TaskHandler {
  switch (resource) {
    case `${PREFIX}lambda:invoke`:
      return (input) => invokeLambda(parts.lambdas, input);
    case `${PREFIX}glue:startJobRun.sync`:
      return runJob('glue', parts, owner);
    case `${PREFIX}sagemaker:createHyperParameterTuningJob.sync`:
      return runJob('tuning', parts, owner);
    default:
      return operationOf(resource, parts, owner);
  }
}

function operationOf(resource: string, parts: IntegrationParts, owner: TaskOwner): TaskHandler {
  const [, sdk, service, operation] =
    /^arn:aws:states:::(aws-sdk:)?(sagemaker|glue):(\w+)$/.exec(resource) ?? [];
  if (!service || !operation)
    throw new UnknownIntegration(`the local cloud does not know the integration ${resource}`);
  const target = service === 'glue' ? parts.glue : parts.sageMaker;
  return (input) => call(target, pascal(operation), input, { owner, sdk: sdk !== undefined });
}

async function invokeLambda(lambdas: Lambdas, input: JsonObject): Promise<JsonObject> {
  const { payload, functionError } = await lambdas
    .invoke(String(input['FunctionName']), input['Payload'])
    .catch((error: unknown) => {
      throw error instanceof ServiceError
        ? new IntegrationError(`Lambda.${error.code}`, error.message)
        : error;
    });
  if (!functionError) return { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: payload as JsonObject };
  const { errorType, errorMessage } = payload as { errorType: string; errorMessage: string };
  throw new IntegrationError(errorType, JSON.stringify({ errorMessage, errorType }));
}

type CallSettings = { readonly owner: TaskOwner; readonly sdk: boolean };

/** One operation of a service, its answer with times as epoch milliseconds. */
export async function call(
  service: JsonService,
  operation: string,
  input: JsonObject,
  { owner, sdk }: CallSettings,
): Promise<JsonObject> {
  const run = service.operations[operation];
  if (!run) throw new UnknownIntegration(`${service.target} has no operation ${operation} here`);
  const isCreation = /^(Create|Update)/.test(operation);
  try {
    const answer = isCreation
      ? await create(() => run(input), `${operation} ${resourceName(input)}`, owner)
      : await run(input);
    return withMilliseconds(answer);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new IntegrationError(errorNameOf(service.target, error.code, sdk), error.message);
  }
}

/**
 * What this execution asked for before the process was stopped is answered as made when its name turns out to be
 * taken. It is noted before it is asked for: a process killed in between would not know its own work afterwards.
 */
async function create(run: () => Promise<JsonObject>, what: string, owner: TaskOwner): Promise<JsonObject> {
  if (owner.created(what)) return run().catch(answerForMade);
  owner.noteCreated(what);
  try {
    return await run();
  } catch (error) {
    owner.forgetCreated(what);
    throw error;
  }
}

function answerForMade(error: unknown): JsonObject {
  if (isConflict(error)) return {};
  throw error;
}

/** The name is taken or the resource is being changed, and not: there is no room, or no time, for one more. */
function isConflict(error: unknown): boolean {
  return error instanceof ServiceError && !/^(ResourceLimitExceeded|Throttling)/.test(error.code);
}

/** An endpoint is named together with its configuration: each update of it is another thing made. */
function resourceName(input: JsonObject): string {
  const names = ['HyperParameterTuningJobName', 'ModelName', 'EndpointName', 'EndpointConfigName'];
  return names.flatMap((name) => (typeof input[name] === 'string' ? [input[name]] : [])).join(' ');
}

export function withMilliseconds(answer: JsonObject): JsonObject {
  return withSeconds(answer, (time) => time.getTime()) as JsonObject;
}

/** SDK integrations name every error `Service.CodeException`; optimized ones fold those they do not list. */
function errorNameOf(target: string, code: string, sdk: boolean): string {
  const service = target === 'AWSGlue' ? 'Glue' : 'SageMaker';
  const name = code.endsWith('Exception') ? code : `${code}Exception`;
  const isListed =
    sdk || service === 'Glue' || /^(ResourceLimitExceeded|ResourceInUse|Throttling)/.test(code);
  return isListed ? `${service}.${name}` : 'SageMaker.AmazonSageMakerException';
}

function pascal(operation: string): string {
  return operation.charAt(0).toUpperCase() + operation.slice(1);
}

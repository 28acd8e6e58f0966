import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createExecutions, type Execution } from '@moving-ground/aws-clients/sfn';
import { createSageMaker } from '@moving-ground/aws-clients/sagemaker';
import { createEndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import type { Candidate } from '@moving-ground/model';
import { MAX_ATTEMPTS, objectKeys, parseBatchId, runIdOf, type RunOutcome } from '@moving-ground/run';
import type { CloudView } from './cloud-view.ts';
import { localAws, type CloudAddress } from './local-processes.ts';
import { UsageError } from './usage-error.ts';

/** The cloud as any user of its SDK clients sees it. */
export function connectCloud(address: CloudAddress): CloudView {
  if (address.url !== '') Object.assign(process.env, localAws(address));
  const executions = createExecutions();
  const objects = createObjectStorage();
  return {
    executions: async () =>
      (await Array.fromAsync(executions.list(address.stateMachineArn))).reverse().map(viewOf),
    statesEntered: async (arn) =>
      (await Array.fromAsync(executions.history(arn))).flatMap(
        ({ stateEnteredEventDetails: entered }) => entered?.name ?? [],
      ),
    outcome: async (arn) => outcomeOf(await executions.describe(arn)),
    trainings: trainingsOf(createSageMaker(), address.runPrefix ?? ''),
    hasModel: async () => (await objects.head(address.bucket, objectKeys.champion)) !== undefined,
    datasetReport: async (batchId) =>
      parse(await objects.get(address.bucket, objectKeys.datasetReport(batchId))),
    decision: async (runId) =>
      parse<unknown>(await objects.get(address.bucket, objectKeys.runDecision(runId))),
    testFiles: async (batchId) => {
      const files = await Array.fromAsync(
        objects.list(address.bucket, objectKeys.datasetPart(batchId, 'test')),
      );
      const bodies = await Promise.all(files.map(({ key }) => objects.get(address.bucket, key)));
      return bodies.flatMap((object) => object?.body ?? []);
    },
    invoke: invokeWith(createEndpointRuntime(), 'application/x-recordio-protobuf'),
    predict: invokeWith(createEndpointRuntime(), 'text/csv'),
    runAgain: (text) => runAgain(text, { address, executions, objects }),
  };
}

type Again = {
  readonly address: CloudAddress;
  readonly executions: ReturnType<typeof createExecutions>;
  readonly objects: ReturnType<typeof createObjectStorage>;
};

async function runAgain(text: string, { address, executions, objects }: Again): Promise<string> {
  const batchId = parseBatchId(text);
  const { bucket, stateMachineArn } = address;
  if (!(await objects.head(bucket, objectKeys.manifest(batchId))))
    throw new UsageError(`batch ${batchId} is not staged any more: only the newest batches are kept`);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const name = runIdOf(batchId, attempt);
    const answer = await executions.start({ stateMachineArn, name, input: { batchId, attempt } });
    if (answer === 'started') return name;
  }
  throw new UsageError(`batch ${batchId} was run ${MAX_ATTEMPTS} times`);
}

function viewOf({ name, arn, status }: Execution): Awaited<ReturnType<CloudView['executions']>>[number] {
  return { runId: name, arn, status };
}

function outcomeOf({ status, output, error, cause }: Execution): Pick<RunOutcome, 'outcome' | 'reason'> {
  if (status === 'SUCCEEDED' && output) return JSON.parse(output) as RunOutcome;
  return { outcome: 'failed', reason: [status, error, cause].filter(Boolean).join(': ') };
}

/** A training that has ended stays as it is, so it is asked for once. */
function trainingsOf(
  sageMaker: ReturnType<typeof createSageMaker>,
  runPrefix: string,
): CloudView['trainings'] {
  const ended = new Map<string, Candidate>();
  return async (runId) => {
    const names = await listed(sageMaker, `${runPrefix}${runId}`);
    const candidates: Candidate[] = [];
    for (const name of names) {
      const candidate = ended.get(name) ?? (await sageMaker.describeTrainingJob(name));
      if (candidate.status !== 'InProgress') ended.set(name, candidate);
      candidates.push(candidate);
    }
    return candidates;
  };
}

/** The state is entered a moment before the job exists. */
async function listed(
  sageMaker: ReturnType<typeof createSageMaker>,
  tuningJobName: string,
): Promise<readonly string[]> {
  try {
    return await sageMaker.listTrainingJobs(tuningJobName);
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFound') return [];
    throw error;
  }
}

type Predictions = { readonly predictions: Awaited<ReturnType<CloudView['invoke']>> };

function invokeWith(
  runtime: ReturnType<typeof createEndpointRuntime>,
  contentType: string,
): CloudView['invoke'] {
  return async (endpointName, body) => {
    const answer = await runtime.invoke({
      endpointName,
      body,
      contentType,
      accept: 'application/json',
    });
    return (JSON.parse(new TextDecoder().decode(answer)) as Predictions).predictions;
  };
}

function parse<T>(object: { readonly body: Uint8Array } | undefined): T | undefined {
  return object && (JSON.parse(new TextDecoder().decode(object.body)) as T);
}

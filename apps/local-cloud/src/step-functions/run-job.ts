import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../protocol/json-service.ts';
import { IntegrationError } from './integration-error.ts';
import {
  call,
  withMilliseconds,
  type IntegrationParts,
  type TaskHandler,
  type TaskOwner,
} from './integrations.ts';

type Kind = 'glue' | 'tuning';

type Job = {
  readonly describe: () => Promise<JsonObject>;
  readonly stop: () => Promise<unknown> | undefined;
};

/**
 * A job that is started and waited for (`.sync`): its description when it is done, an error with it when it failed. It
 * is stopped with the execution that waits for it, but goes on when the local cloud closes: the next start takes both up.
 */
export function runJob(kind: Kind, parts: IntegrationParts, owner: TaskOwner): TaskHandler {
  return async (input) => {
    const job =
      kind === 'glue' ? await startGlue(parts, owner, input) : await startTuning(parts, owner, input);
    while (!owner.ended.aborted) {
      const answer = await job.describe();
      if (isDone(answer)) return withMilliseconds(answer);
      await pause(parts.pollMs, undefined, { signal: owner.ended }).catch(() => undefined);
    }
    if (owner.ended.reason !== 'closing') await job.stop();
    throw new IntegrationError('States.TaskFailed', 'the execution has ended');
  };
}

/** @throws IntegrationError States.TaskFailed with the description of a job that will not be done */
function isDone(job: JsonObject): boolean {
  const state = String(job['JobRunState'] ?? job['HyperParameterTuningJobStatus']);
  if (/^(FAILED|ERROR|TIMEOUT|STOPPED|EXPIRED|Failed|Stopped)$/.test(state)) {
    throw new IntegrationError('States.TaskFailed', JSON.stringify(withMilliseconds(job)));
  }
  return state === 'SUCCEEDED' || state === 'Completed';
}

async function startGlue({ glue }: IntegrationParts, owner: TaskOwner, input: JsonObject): Promise<Job> {
  const { JobRunId } = await call(glue, 'StartJobRun', input, { owner, sdk: false });
  const { JobName } = input;
  return {
    describe: async () => {
      const answer = await glue.operations['GetJobRun']?.({ JobName, RunId: JobRunId });
      return { ...((answer?.['JobRun'] ?? {}) as JsonObject), JobName };
    },
    stop: () => glue.operations['BatchStopJobRun']?.({ JobName, JobRunIds: [JobRunId ?? null] }),
  };
}

async function startTuning(
  { sageMaker }: IntegrationParts,
  owner: TaskOwner,
  input: JsonObject,
): Promise<Job> {
  const tags = [
    { Key: 'AWS_STEP_FUNCTIONS_EXECUTION_ARN', Value: owner.executionArn },
    { Key: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' },
  ];
  await call(sageMaker, 'CreateHyperParameterTuningJob', { ...input, Tags: tags }, { owner, sdk: false });
  const { HyperParameterTuningJobName } = input;
  const job = { HyperParameterTuningJobName };
  return {
    describe: async () => (await sageMaker.operations['DescribeHyperParameterTuningJob']?.(job)) ?? {},
    stop: () => sageMaker.operations['StopHyperParameterTuningJob']?.(job),
  };
}

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

/** A job that is started and waited for (`.sync`): its description when it is done, an error with it when it failed. */
export function runJob(kind: Kind, parts: IntegrationParts, owner: TaskOwner): TaskHandler {
  return async (input) => {
    const describe =
      kind === 'glue' ? await startGlue(parts, owner, input) : await startTuning(parts, owner, input);
    for (;;) {
      const job = await describe();
      const state = String(job['JobRunState'] ?? job['HyperParameterTuningJobStatus']);
      if (state === 'SUCCEEDED' || state === 'Completed') return withMilliseconds(job);
      if (/^(FAILED|ERROR|TIMEOUT|STOPPED|EXPIRED|Failed|Stopped)$/.test(state)) {
        throw new IntegrationError('States.TaskFailed', JSON.stringify(withMilliseconds(job)));
      }
      await pause(parts.pollMs);
    }
  };
}

type Describe = () => Promise<JsonObject>;

async function startGlue({ glue }: IntegrationParts, owner: TaskOwner, input: JsonObject): Promise<Describe> {
  const { JobRunId } = await call(glue, 'StartJobRun', input, { owner, sdk: false });
  const { JobName } = input;
  return async () => {
    const answer = await glue.operations['GetJobRun']?.({ JobName, RunId: JobRunId });
    return { ...((answer?.['JobRun'] ?? {}) as JsonObject), JobName };
  };
}

async function startTuning(
  { sageMaker }: IntegrationParts,
  owner: TaskOwner,
  input: JsonObject,
): Promise<Describe> {
  const tags = [
    { Key: 'AWS_STEP_FUNCTIONS_EXECUTION_ARN', Value: owner.executionArn },
    { Key: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' },
  ];
  await call(sageMaker, 'CreateHyperParameterTuningJob', { ...input, Tags: tags }, { owner, sdk: false });
  const { HyperParameterTuningJobName } = input;
  return async () =>
    (await sageMaker.operations['DescribeHyperParameterTuningJob']?.({ HyperParameterTuningJobName })) ?? {};
}

import { GetJobRunCommand, StartJobRunCommand, type GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { paginateGetExecutionHistory, paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Step, StepAnswer, VerifyContext } from './step.ts';

/** Two workers for the twenty minutes that are waited for at most, at $0.44 an hour each. */
const MOST_DOLLARS = 0.3;
const TIMEOUT_MINUTES = 20;

export type ExtractArguments = Readonly<Record<string, string>>;

export type GluePlace = { readonly jobName: string; readonly stateMachineArn: string };

/**
 * The latest run's dataset made once more, on Spark, from the same arguments: every file must keep its bytes. The job
 * puts each file in the place of the one that a Lambda, or an earlier job, has written.
 */
export function glueStep({ jobName, stateMachineArn }: GluePlace): Step {
  return {
    name: 'the latest dataset once more, by the Glue job',
    dollars: MOST_DOLLARS,
    run: async ({ states, glue, s3, bucket, pollMs }) => {
      const given = await latestArguments(states, stateMachineArn);
      if (!given)
        return { state: 'unknown', says: 'no run has extracted a dataset yet: verify again after the first' };
      const prefix = `datasets/${given['--batch_id']}/`;
      const before = await hashes(s3, bucket, prefix);
      const state = await runJob(glue, { jobName, given, pollMs });
      if (state !== 'SUCCEEDED') return { state: 'wrong', says: `the job's run ended as ${state}` };
      return compared(before, await hashes(s3, bucket, prefix));
    },
  };
}

/** What the latest run that was not cut short told its extraction, from its history. */
export async function latestArguments(
  client: SFNClient,
  stateMachineArn: string,
): Promise<ExtractArguments | undefined> {
  for await (const { executions = [] } of paginateListExecutions(
    { client },
    { stateMachineArn, statusFilter: 'SUCCEEDED' },
  ))
    for (const { executionArn } of executions) {
      const found = await argumentsOf(client, String(executionArn));
      if (found) return found;
    }
  return undefined;
}

async function argumentsOf(client: SFNClient, executionArn: string): Promise<ExtractArguments | undefined> {
  for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn })) {
    const given = events.map(({ taskScheduledEventDetails: task }) => extractArguments(task?.parameters));
    const found = given.find((one) => one !== undefined);
    if (found) return found;
  }
  return undefined;
}

/** Of a task's parameters: a Lambda gets them as its payload, a job as its arguments. */
function extractArguments(parameters = '{}'): ExtractArguments | undefined {
  const { Payload, Arguments } = JSON.parse(parameters) as Record<string, ExtractArguments | undefined>;
  return [Payload, Arguments].find((given) => given?.['--batch_id'] !== undefined);
}

type JobRun = { readonly jobName: string; readonly given: ExtractArguments; readonly pollMs: number };

const GOING_ON = ['STARTING', 'RUNNING', 'STOPPING', 'WAITING'];

async function runJob(client: GlueClient, { jobName, given, pollMs }: JobRun): Promise<string> {
  const start = new StartJobRunCommand({
    JobName: jobName,
    Arguments: { ...given },
    Timeout: TIMEOUT_MINUTES,
  });
  const { JobRunId } = await client.send(start);
  for (;;) {
    const { JobRun } = await client.send(new GetJobRunCommand({ JobName: jobName, RunId: JobRunId }));
    const state = JobRun?.JobRunState ?? 'UNKNOWN';
    if (!GOING_ON.includes(state)) return state;
    await pause(pollMs);
  }
}

export type Hashes = ReadonlyMap<string, string>;

async function hashes(client: VerifyContext['s3'], Bucket: string, Prefix: string): Promise<Hashes> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const found = new Map<string, string>();
  for (const { Key = '' } of Contents) found.set(Key, await hashOf(client, Bucket, Key));
  return found;
}

async function hashOf(client: S3Client, Bucket: string, Key: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  const hash = createHash('sha256');
  for await (const chunk of (Body ?? []) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex');
}

/** The report tells how it was made; the rows are what has to be the same. */
export function compared(before: Hashes, after: Hashes): StepAnswer {
  const files = [...new Set([...before.keys(), ...after.keys()])].filter((key) => key.endsWith('.rec'));
  const different = files.filter((key) => before.get(key) !== after.get(key));
  if (files.length === 0) return { state: 'unknown', says: 'the dataset has no files any more' };
  return different.length
    ? { state: 'wrong', says: `other bytes in ${different.join(', ')}` }
    : { state: 'ok', says: `${files.length} files with the same bytes` };
}

import { z } from 'zod';
import { EXTRACT_JOB } from '../names.ts';
import type { JsonObject, JsonService } from '../protocol/json-service.ts';
import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectStore } from '../s3/object-store.ts';
import type { ExtractEngine } from './extraction.ts';
import { describeJobRun, type JobRun } from './job-run.ts';
import { JobRuns } from './job-runs.ts';

export type GlueOptions = {
  readonly objects: ObjectStore;
  readonly engine: ExtractEngine;
  readonly folder: string;
  readonly region: string;
  readonly account: string;
};

export type Glue = { readonly service: JsonService; close(): Promise<void> };

const startInput = z.looseObject({
  JobName: z.string(),
  Arguments: z.record(z.string(), z.string()).default({}),
});
const jobInput = z.looseObject({ JobName: z.string() });
const runInput = z.looseObject({ JobName: z.string(), RunId: z.string() });
const runsInput = z.looseObject({
  JobName: z.string(),
  MaxResults: z.int().min(1).max(200).default(200),
  NextToken: z.string().regex(/^\d+$/).default('0'),
});
const stopInput = z.looseObject({ JobName: z.string(), JobRunIds: z.array(z.string()).min(1).max(25) });

/** Glue with one job, the extraction: it runs on the engine given, and keeps its runs in one folder. */
export function createGlue({ objects, engine, folder, region, account }: GlueOptions): Glue {
  const runs = new JobRuns(objects, engine, folder);
  const operations = {
    StartJobRun: async (input: JsonObject) => {
      const { JobName, Arguments } = parse(startInput, input);
      return { JobRunId: runs.start(JobName, Arguments) };
    },
    GetJobRun: async (input: JsonObject) => ({
      JobRun: describeJobRun(existing(runs, parse(runInput, input).RunId)),
    }),
    GetJobRuns: async (input: JsonObject) => page(runs.all(), parse(runsInput, input)),
    BatchStopJobRun: async (input: JsonObject) => stop(runs, parse(stopInput, input).JobRunIds),
    GetJob: async (input: JsonObject) => ({ Job: job(parse(jobInput, input).JobName, region, account) }),
  };
  const service = { target: 'AWSGlue', contentType: 'application/x-amz-json-1.1', operations } as const;
  return { service, close: () => runs.close() };
}

/** @throws ServiceError InvalidInputException, EntityNotFoundException for another job */
function parse<T extends { readonly JobName: string }>(schema: z.ZodType<T>, input: JsonObject): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ServiceError('InvalidInputException', problems.join('; '));
  }
  if (parsed.data.JobName === EXTRACT_JOB) return parsed.data;
  throw new ServiceError(
    'EntityNotFoundException',
    `there is no job ${parsed.data.JobName}; use ${EXTRACT_JOB}`,
  );
}

function existing(runs: JobRuns, id: string): JobRun {
  const run = runs.get(id);
  if (run) return run;
  throw new ServiceError(
    'EntityNotFoundException',
    `there is no run ${JSON.stringify(id)} of ${EXTRACT_JOB}`,
  );
}

function page(all: readonly JobRun[], { MaxResults, NextToken }: z.infer<typeof runsInput>): JsonObject {
  const from = Number(NextToken);
  const end = from + MaxResults;
  return {
    JobRuns: all.slice(from, end).map(describeJobRun),
    ...(end < all.length && { NextToken: String(end) }),
  };
}

function stop(runs: JobRuns, ids: readonly string[]): JsonObject {
  const outcomes = ids.map((JobRunId) => ({
    JobName: EXTRACT_JOB,
    JobRunId,
    isStopped: runs.stop(JobRunId),
  }));
  const ErrorDetail = {
    ErrorCode: 'InvalidInputException',
    ErrorMessage: 'the run is over or unknown',
  };
  return {
    SuccessfulSubmissions: outcomes.flatMap(({ isStopped, ...run }) => (isStopped ? [run] : [])),
    Errors: outcomes.flatMap(({ isStopped, ...run }) => (isStopped ? [] : [{ ...run, ErrorDetail }])),
  };
}

function job(Name: string, region: string, account: string): JsonObject {
  return {
    Name,
    Role: `arn:aws:iam::${account}:role/${Name}`,
    Command: { Name: 'glueetl', ScriptLocation: `local:${region}` },
    GlueVersion: '5.0',
    MaxRetries: 0,
  };
}

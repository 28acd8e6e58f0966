import type { JsonObject } from '../protocol/json-service.ts';

export type JobRunState = 'STARTING' | 'RUNNING' | 'STOPPING' | 'STOPPED' | 'SUCCEEDED' | 'FAILED';

/** One run of the extraction job as it is stored. Times are epoch milliseconds. */
export type JobRun = {
  readonly id: string;
  readonly jobName: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly state: JobRunState;
  readonly startedAt: number;
  readonly modifiedAt: number;
  readonly completedAt?: number;
  readonly errorMessage?: string;
};

export function isOver({ state }: JobRun): boolean {
  return state === 'STOPPED' || state === 'SUCCEEDED' || state === 'FAILED';
}

/** One JobRun of Glue's answers. */
export function describeJobRun(run: JobRun): JsonObject {
  const { startedAt, completedAt } = run;
  return {
    Id: run.id,
    Attempt: 0,
    JobName: run.jobName,
    Arguments: run.arguments,
    JobRunState: run.state,
    StartedOn: new Date(startedAt),
    LastModifiedOn: new Date(run.modifiedAt),
    CompletedOn: completedAt === undefined ? undefined : new Date(completedAt),
    ExecutionTime: Math.round(((completedAt ?? run.modifiedAt) - startedAt) / 1000),
    ErrorMessage: run.errorMessage,
    GlueVersion: '5.0',
  };
}

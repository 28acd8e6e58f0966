import type { Candidate } from '@moving-ground/model';
import type { DatasetReport, RunOutcome } from '@moving-ground/run';

export type ExecutionView = {
  readonly runId: string;
  readonly arn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
};

/** What a user sees of the cloud through the SDK: nothing here knows where the cloud runs. */
export interface CloudView {
  /** Oldest first. */
  executions(): Promise<readonly ExecutionView[]>;
  /** Names of the states entered so far, in order. */
  statesEntered(executionArn: string): Promise<readonly string[]>;
  /** How an execution that is no longer RUNNING ended. */
  outcome(executionArn: string): Promise<Pick<RunOutcome, 'outcome' | 'reason'>>;
  trainings(tuningJobName: string): Promise<readonly Candidate[]>;
  /** Whether a model was ever promoted. */
  hasModel(): Promise<boolean>;
  datasetReport(batchId: string): Promise<DatasetReport | undefined>;
  decision(runId: string): Promise<unknown>;
  /** The test part's files, in order. */
  testFiles(batchId: string): Promise<readonly Uint8Array[]>;
  /** Rows of CSV in, predictions out. @throws what the endpoint says of a bad row */
  predict(
    endpointName: string,
    rows: Uint8Array,
  ): Promise<readonly { readonly score: number; readonly predicted_label: number }[]>;
  /** Starts the next attempt of a staged batch; answers its run. @throws UsageError when it is not staged any more */
  runAgain(batchId: string): Promise<string>;
  /** RecordIO rows in, JSON predictions out. */
  invoke(
    endpointName: string,
    rows: Uint8Array,
  ): Promise<readonly { readonly score: number; readonly predicted_label: number }[]>;
}

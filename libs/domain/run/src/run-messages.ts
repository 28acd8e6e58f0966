import type { BatchId } from './batch-id.ts';
import type { RunId } from './run-id.ts';
import type { RunOutcomeName } from './errors.ts';

/** The execution's input; the watcher writes it, every state reads from it. */
export type RunInput = { readonly batchId: BatchId; readonly attempt: number };

/** What the checker's `check` handler gets on each turn of the waiting loop. */
export type CheckRequest = RunInput & { readonly executionArn: string };

/** The parameters of a run that may go on; kept at `$.run` in the state machine. */
export type RunParameters = {
  readonly runId: RunId;
  readonly batchId: BatchId;
  readonly attempt: number;
  readonly bucket: string;
  /** Oldest first, ending with batchId. */
  readonly windowBatches: readonly BatchId[];
  /** Arguments of the extraction job, as Glue passes them (`--name`: text). */
  readonly extractArguments: Readonly<Record<string, string>>;
  readonly datasetPrefix: string;
  readonly endpointName: string;
  readonly lastCloseMs: number;
};

export type CheckAnswer =
  | { readonly verdict: 'ready'; readonly run: RunParameters }
  | { readonly verdict: 'wait'; readonly reason: string; readonly waitSeconds: number }
  | { readonly verdict: 'superseded' | 'deferred'; readonly reason: string };

/** The checker's `dataset` handler: may the run go on to tuning, and with which tuning job. */
export type DatasetRequest = { readonly run: RunParameters };

export type DatasetAnswer =
  | { readonly verdict: 'ready'; readonly tuning: TuningRequest }
  | { readonly verdict: 'insufficient-data'; readonly reason: string };

/** Parameters of createHyperParameterTuningJob, PascalCase as the API has them. */
export type TuningRequest = {
  readonly HyperParameterTuningJobName: string;
  readonly HyperParameterTuningJobConfig: Readonly<Record<string, unknown>>;
  readonly TrainingJobDefinition: Readonly<Record<string, unknown>>;
};

export type SelectRequest = { readonly run: RunParameters; readonly tuningJobName: string };

export type SelectAnswer =
  | {
      readonly verdict: 'promote';
      readonly action: 'create' | 'update';
      readonly modelName: string;
      readonly image: string;
      readonly modelDataUrl: string;
      readonly endpointConfigName: string;
      readonly endpointName: string;
      readonly productionVariants: readonly Readonly<Record<string, unknown>>[];
      readonly reason: string;
      readonly decisionKey: string;
    }
  | { readonly verdict: 'retain'; readonly reason: string; readonly decisionKey: string };

export type VerifyRequest = {
  readonly run: RunParameters;
  readonly selection: Extract<SelectAnswer, { verdict: 'promote' }>;
};

export type VerifyAnswer = {
  readonly verdict: 'promoted';
  readonly endpointName: string;
  readonly smokeScore: number;
};

/** The checker's `finish` handler: releases the lease and records how the run ended. */
export type FinishRequest = {
  readonly batchId: BatchId;
  readonly attempt: number;
  readonly outcome: RunOutcomeName;
  readonly reason: string;
};

/** The execution's output, and `runs/{batchId}/{attempt}/outcome.json` with the time added. */
export type RunOutcome = {
  readonly runId: RunId;
  readonly outcome: RunOutcomeName;
  readonly reason: string;
  readonly finishedAtMs: number;
};

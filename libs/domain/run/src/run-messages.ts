import type { BatchId } from './batch-id.ts';
import type { DatasetPart } from './object-keys.ts';
import type { RunId } from './run-id.ts';
import type { RunOutcomeName } from './errors.ts';

/** The execution's input; the watcher writes it, every state reads from it. */
export type RunInput = { readonly batchId: BatchId; readonly attempt: number };

/** `runs/{batchId}/{attempt}/started.json`: a batch with this record is not started again by the sweep. */
export type RunStarted = {
  readonly runId: RunId;
  readonly startedAtMs: number;
  readonly startedBy: 'event' | 'sweep';
};

/** What the checker's `check` handler gets on each turn of the waiting loop. */
export type CheckRequest = RunInput & {
  readonly executionArn: string;
  /** When the execution started, ISO 8601: a turn is not waited for without end. */
  readonly startedAt: string;
};

/** Where a run's dataset is made: on Spark, or by the same rules in a Lambda, which is there at once. */
export type ExtractionPlace = 'glue' | 'lambda';

/** The parameters of a run that may go on; kept at `$.run` in the state machine. */
export type RunParameters = {
  readonly runId: RunId;
  readonly batchId: BatchId;
  readonly attempt: number;
  readonly bucket: string;
  /** Oldest first, ending with batchId. */
  readonly windowBatches: readonly BatchId[];
  /** All of the window, as the manifests tell. */
  readonly transactions: number;
  readonly extraction: ExtractionPlace;
  /** Arguments of the extraction, as Glue passes them (`--name`: text). */
  readonly extractArguments: Readonly<Record<string, string>>;
  readonly datasetPrefix: string;
  readonly endpointName: string;
  readonly lastCloseMs: number;
  /** Between two looks at an endpoint that is changing. */
  readonly pollSeconds: number;
};

/** What the extraction's Lambda has written. */
export type ExtractAnswer = {
  readonly reportKey: string;
  readonly rows: Readonly<Record<DatasetPart, number>>;
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

/** PascalCase as the API has them. */
export type ResourceTag = { readonly Key: string; readonly Value: string };

export type SelectAnswer =
  | {
      readonly verdict: 'promote';
      readonly action: 'create' | 'update';
      readonly modelName: string;
      /** An earlier try of this run has made the model already. */
      readonly modelExists: boolean;
      readonly image: string;
      readonly modelDataUrl: string;
      readonly endpointConfigName: string;
      readonly endpointName: string;
      readonly productionVariants: readonly Readonly<Record<string, unknown>>[];
      /** The container reaches nothing outside; a serverless endpoint does not take this. */
      readonly isNetworkIsolated: boolean;
      /** An update that alarms watch: how the new fleet takes over, and what brings the old one back. */
      readonly deployment?: Readonly<Record<string, unknown>>;
      /** For everything that is made of the decision: what it was trained for, by which run, and why. */
      readonly tags: readonly ResourceTag[];
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

/** How a run that did not fail has ended, and where its decision and model are. */
export type RunEnding = {
  readonly outcome: Exclude<RunOutcomeName, 'failed'>;
  readonly reason: string;
  readonly decisionKey?: string;
  readonly endpointName?: string;
  readonly modelName?: string;
  readonly smokeScore?: number;
};

/** An error as the state machine's Catch gives it; the cause of a Lambda's is its error as JSON. */
export type RunFailure = { readonly Error: string; readonly Cause: string };

/** The checker's `finish` handler: releases the lease and records how the run ended. */
export type FinishRequest = RunInput &
  (RunEnding | { readonly outcome: 'failed'; readonly failure: RunFailure });

/** The execution's output, and `runs/{batchId}/{attempt}/outcome.json`. */
export type RunOutcome = Omit<RunEnding, 'outcome'> & {
  readonly runId: RunId;
  readonly outcome: RunOutcomeName;
  readonly finishedAtMs: number;
};

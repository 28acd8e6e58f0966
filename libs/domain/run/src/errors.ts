/** Error names that cross a process: thrown in a Lambda or a job, caught by name in the state machine. */
export const RUN_ERRORS = {
  /** A file of the batch cannot be read yet; it may still come. */
  batchIncomplete: 'BatchIncomplete',
  /** The batch contradicts its manifest; no retry helps. */
  batchRefused: 'BatchRefused',
  /** Another run has taken the endpoint's lease over: this one took too long. */
  leaseLost: 'LeaseLost',
  /** The endpoint is being changed; it settles by itself. */
  endpointBusy: 'EndpointBusy',
  /** The endpoint exists and can be neither updated nor made anew. */
  endpointUnusable: 'EndpointUnusable',
  /** The endpoint did not take the new configuration, or its answer was wrong. */
  endpointNotVerified: 'EndpointNotVerified',
  /** The tuning ended without one completed training job. */
  tuningFailed: 'TuningFailed',
} as const;

/** How a run can end. All but `failed` leave the execution SUCCEEDED. */
export const RUN_OUTCOMES = [
  'promoted',
  'retained',
  'superseded',
  'deferred',
  'insufficient-data',
  'failed',
] as const;

export type RunOutcomeName = (typeof RUN_OUTCOMES)[number];

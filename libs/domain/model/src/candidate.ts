/** One training job of a tuning, as the selection sees it. */
export type Candidate = {
  readonly trainingJobName: string;
  readonly status: 'Completed' | 'Failed' | 'Stopped' | 'InProgress' | 'Stopping' | 'Deleting';
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Final metrics by name, for example `validation:precision`. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly modelDataUrl: string;
};

export type RunSummary = {
  readonly runId: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly startedAtMs: number;
  readonly stoppedAtMs: number | null;
  /** Promoted, retained and so on, once the run is over. */
  readonly outcome: string | null;
  readonly reason: string | null;
  /** The state that the run is in, or ended in. */
  readonly state: string | null;
};

export type StateView = {
  readonly name: string;
  readonly enteredAtMs: number;
  readonly exitedAtMs: number | null;
  readonly status: 'running' | 'done' | 'failed';
  /** JSON as the history has it, cut where it is long. */
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  /** Tries after the first. */
  readonly retries: number;
};

export type RunView = RunSummary & { readonly states: readonly StateView[] };

/** The state machine as a graph: the states of its own document and where each may go next. */
export type GraphView = {
  readonly startAt: string;
  readonly states: readonly {
    readonly name: string;
    readonly kind: 'Task' | 'Choice' | 'Pass' | 'Wait' | 'Succeed' | 'Fail';
    readonly comment: string;
    readonly next: readonly string[];
    /** Where a failure goes. */
    readonly caught: readonly string[];
  }[];
};

export type TrainingView = {
  readonly name: string;
  readonly status: string;
  readonly failureReason: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
};

export type TuningView = {
  readonly runId: string;
  /** The metric that is searched for, for example `validation:precision`. */
  readonly objective: string;
  readonly maxJobs: number;
  /** In the order of their making. */
  readonly trainings: readonly TrainingView[];
  readonly best: string | null;
};

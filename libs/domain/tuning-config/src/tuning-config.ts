import type { ParameterRange } from './parameter-range.ts';

export const STRATEGIES = ['Bayesian', 'Random'] as const;

export type Strategy = (typeof STRATEGIES)[number];

export const DIRECTIONS = ['Maximize', 'Minimize'] as const;

export type Direction = (typeof DIRECTIONS)[number];

export type TuningObjective = { readonly metricName: string; readonly type: Direction };

export type TuningLimits = {
  readonly maxJobs: number;
  readonly maxParallelJobs: number;
  /** Null: no limit of time. */
  readonly maxRuntimeSeconds: number | null;
};

/** When a tuning ends before it has made all of its trainings; null: never for that reason. */
export type TuningCompletion = {
  /** An objective as good as this one. */
  readonly targetObjective: number | null;
  /** So many trainings in a row without a better objective. */
  readonly notImproving: number | null;
};

/** What a tuning searches, how, and for how long. */
export type TuningPlan = {
  readonly ranges: readonly ParameterRange[];
  readonly objective: TuningObjective;
  readonly strategy: Strategy;
  readonly limits: TuningLimits;
  readonly completion?: TuningCompletion;
  /** Trainings that fall behind the median of the earlier ones are stopped. */
  readonly stopsEarly?: true;
  /** Null: the service chooses. */
  readonly randomSeed: number | null;
};

/** A whole tuning: the plan and the hyperparameters that stay the same, without feature_dim, which the data decides. */
export type TuningConfig = TuningPlan & {
  readonly staticHyperparameters: Readonly<Record<string, string>>;
};

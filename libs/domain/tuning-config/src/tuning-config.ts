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

/** What a tuning searches, how, and for how long. */
export type TuningPlan = {
  readonly ranges: readonly ParameterRange[];
  readonly objective: TuningObjective;
  readonly strategy: Strategy;
  readonly limits: TuningLimits;
  /** Null: the service chooses. */
  readonly randomSeed: number | null;
};

/** A whole tuning: the plan and the hyperparameters that stay the same, without feature_dim, which the data decides. */
export type TuningConfig = TuningPlan & {
  readonly staticHyperparameters: Readonly<Record<string, string>>;
};

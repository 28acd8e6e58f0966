import { z } from 'zod';
import { SCALINGS } from './parameter-range.ts';
import { DIRECTIONS } from './tuning-config.ts';

const name = z.string().min(1).max(256);

const numericRange = z.strictObject({
  Name: name,
  MinValue: z.string().max(256),
  MaxValue: z.string().max(256),
  ScalingType: z.enum(SCALINGS).default('Auto'),
});

const categoricalRange = z.strictObject({ Name: name, Values: z.array(z.string().max(256)).min(1).max(30) });

/** The shape of HyperParameterTuningJobConfig, before the rules that hold between its fields. */
export const tuningJobDocument = z.strictObject({
  Strategy: z.enum(['Bayesian', 'Random', 'Hyperband', 'Grid']),
  StrategyConfig: z.unknown().optional(),
  HyperParameterTuningJobObjective: z.strictObject({
    Type: z.enum(DIRECTIONS),
    MetricName: z.string().min(1).max(255),
  }),
  ResourceLimits: z.strictObject({
    MaxNumberOfTrainingJobs: z.int().min(1).max(750),
    MaxParallelTrainingJobs: z.int().min(1).max(100),
    MaxRuntimeInSeconds: z.int().min(120).max(15_768_000).optional(),
  }),
  ParameterRanges: z.strictObject({
    CategoricalParameterRanges: z.array(categoricalRange).max(30).default([]),
    ContinuousParameterRanges: z.array(numericRange).max(30).default([]),
    IntegerParameterRanges: z.array(numericRange).max(30).default([]),
    AutoParameters: z.array(z.unknown()).max(100).default([]),
  }),
  TrainingJobEarlyStoppingType: z.enum(['Off', 'Auto']).default('Off'),
  TuningJobCompletionCriteria: z
    .strictObject({
      TargetObjectiveMetricValue: z.number().optional(),
      BestObjectiveNotImproving: z
        .strictObject({ MaxNumberOfTrainingJobsNotImproving: z.int().min(3).optional() })
        .optional(),
      ConvergenceDetected: z
        .strictObject({ CompleteOnConvergence: z.enum(['Disabled', 'Enabled']).optional() })
        .optional(),
    })
    .optional(),
  RandomSeed: z.int().min(0).optional(),
});

export type TuningJobDocument = z.infer<typeof tuningJobDocument>;

import type { ContinuousRange, ParameterRange } from './parameter-range.ts';
import type { TuningConfig } from './tuning-config.ts';

/** What a user decides about a tuning. */
export type TuningSettings = {
  readonly objective: string;
  readonly maxJobs: number;
  readonly maxParallelJobs: number;
  readonly epochs: number;
  readonly targetRecall: number;
  readonly seed: number;
};

function logarithmic(name: string, min: number, max: number): ContinuousRange {
  return { kind: 'continuous', name, min, max, scaling: 'Logarithmic' };
}

/** The article's ranges. */
const ranges: readonly ParameterRange[] = [
  { kind: 'categorical', name: 'use_bias', values: ['true', 'false'] },
  logarithmic('l1', 1e-7, 1),
  logarithmic('learning_rate', 1e-5, 1),
  logarithmic('positive_example_weight_mult', 1e-5, 1e4),
  logarithmic('wd', 1e-7, 1),
  { kind: 'integer', name: 'mini_batch_size', min: 100, max: 1000, scaling: 'Logarithmic' },
];

/** The article's tuning with a user's objective, limits, epochs, recall and seed. */
export function tuningConfigOf(settings: TuningSettings): TuningConfig {
  return {
    staticHyperparameters: {
      epochs: String(settings.epochs),
      normalize_data: 'true',
      normalize_label: 'false',
      predictor_type: 'binary_classifier',
      binary_classifier_model_selection_criteria: 'precision_at_target_recall',
      target_recall: String(settings.targetRecall),
    },
    ranges,
    objective: { metricName: settings.objective, type: 'Maximize' },
    strategy: 'Bayesian',
    limits: {
      maxJobs: settings.maxJobs,
      maxParallelJobs: settings.maxParallelJobs,
      maxRuntimeSeconds: null,
    },
    randomSeed: settings.seed,
  };
}

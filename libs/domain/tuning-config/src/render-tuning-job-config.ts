import { decimalText } from './decimal-text.ts';
import type { CategoricalRange, ContinuousRange, IntegerRange, ParameterRange } from './parameter-range.ts';
import type { TuningConfig, TuningPlan } from './tuning-config.ts';

export type NumericRangeDocument = {
  readonly Name: string;
  readonly MinValue: string;
  readonly MaxValue: string;
  readonly ScalingType: string;
};

/** HyperParameterTuningJobConfig as the service's API takes it. */
export type TuningJobConfigDocument = {
  readonly Strategy: string;
  readonly HyperParameterTuningJobObjective: { readonly Type: string; readonly MetricName: string };
  readonly ResourceLimits: {
    readonly MaxNumberOfTrainingJobs: number;
    readonly MaxParallelTrainingJobs: number;
    readonly MaxRuntimeInSeconds?: number;
  };
  readonly ParameterRanges: {
    readonly CategoricalParameterRanges: readonly {
      readonly Name: string;
      readonly Values: readonly string[];
    }[];
    readonly ContinuousParameterRanges: readonly NumericRangeDocument[];
    readonly IntegerParameterRanges: readonly NumericRangeDocument[];
  };
  readonly RandomSeed?: number;
};

function numericRange(range: ContinuousRange | IntegerRange): NumericRangeDocument {
  return {
    Name: range.name,
    MinValue: decimalText(range.min),
    MaxValue: decimalText(range.max),
    ScalingType: range.scaling,
  };
}

function parameterRanges(ranges: readonly ParameterRange[]): TuningJobConfigDocument['ParameterRanges'] {
  const categorical = ranges.filter((range): range is CategoricalRange => range.kind === 'categorical');
  return {
    CategoricalParameterRanges: categorical.map((range) => ({ Name: range.name, Values: range.values })),
    ContinuousParameterRanges: ranges.filter((range) => range.kind === 'continuous').map(numericRange),
    IntegerParameterRanges: ranges.filter((range) => range.kind === 'integer').map(numericRange),
  };
}

export function renderTuningJobConfig(plan: TuningPlan): TuningJobConfigDocument {
  const { limits, objective, randomSeed } = plan;
  return {
    Strategy: plan.strategy,
    HyperParameterTuningJobObjective: { Type: objective.type, MetricName: objective.metricName },
    ResourceLimits: {
      MaxNumberOfTrainingJobs: limits.maxJobs,
      MaxParallelTrainingJobs: limits.maxParallelJobs,
      ...(limits.maxRuntimeSeconds !== null && { MaxRuntimeInSeconds: limits.maxRuntimeSeconds }),
    },
    ParameterRanges: parameterRanges(plan.ranges),
    ...(randomSeed !== null && { RandomSeed: randomSeed }),
  };
}

/** StaticHyperParameters as the service's API takes them, feature_dim included. */
export function renderStaticHyperparameters(
  config: TuningConfig,
  featureDim: number,
): Readonly<Record<string, string>> {
  return { feature_dim: String(featureDim), ...config.staticHyperparameters };
}

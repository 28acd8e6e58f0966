import type { z } from 'zod';
import { InvalidTuningConfig } from './invalid-tuning-config.ts';
import { parseParameterRanges } from './parse-parameter-ranges.ts';
import type { Strategy, TuningCompletion, TuningPlan } from './tuning-config.ts';
import type { TuningJobDocument } from './tuning-job-document.ts';
import { tuningJobDocument } from './tuning-job-document.ts';

function refusal(error: z.ZodError): InvalidTuningConfig {
  const problems = error.issues.map((issue) => {
    const where = ['HyperParameterTuningJobConfig', ...issue.path].join('.');
    return `${where}: ${issue.message}`;
  });
  return new InvalidTuningConfig(problems.join('; '));
}

function offeredStrategy(document: TuningJobDocument): Strategy {
  const strategy = document.Strategy;
  if (strategy === 'Hyperband' || strategy === 'Grid') {
    throw new InvalidTuningConfig(`Strategy "${strategy}" is not offered here; use Bayesian or Random`);
  }
  if (document.StrategyConfig !== undefined)
    throw new InvalidTuningConfig('StrategyConfig is not offered here; leave it out');
  return strategy;
}

/** How the service detects convergence is not published. */
function completionOf({
  TuningJobCompletionCriteria: criteria,
}: TuningJobDocument): TuningCompletion | undefined {
  if (criteria === undefined) return undefined;
  if (criteria.ConvergenceDetected?.CompleteOnConvergence === 'Enabled') {
    throw new InvalidTuningConfig(
      'TuningJobCompletionCriteria.ConvergenceDetected is not offered here; use BestObjectiveNotImproving',
    );
  }
  return {
    targetObjective: criteria.TargetObjectiveMetricValue ?? null,
    notImproving: criteria.BestObjectiveNotImproving?.MaxNumberOfTrainingJobsNotImproving ?? null,
  };
}

/**
 * Reads a HyperParameterTuningJobConfig by the service's rules.
 * @throws InvalidTuningConfig naming the field and its value
 */
export function parseTuningJobConfig(json: unknown): TuningPlan {
  const parsed = tuningJobDocument.safeParse(json);
  if (!parsed.success) throw refusal(parsed.error);
  const { HyperParameterTuningJobObjective: objective, ResourceLimits: limits, ...rest } = parsed.data;
  const completion = completionOf(parsed.data);
  return {
    ranges: parseParameterRanges(rest.ParameterRanges),
    objective: { metricName: objective.MetricName, type: objective.Type },
    strategy: offeredStrategy(parsed.data),
    limits: {
      maxJobs: limits.MaxNumberOfTrainingJobs,
      maxParallelJobs: limits.MaxParallelTrainingJobs,
      maxRuntimeSeconds: limits.MaxRuntimeInSeconds ?? null,
    },
    ...(completion && { completion }),
    ...(rest.TrainingJobEarlyStoppingType === 'Auto' && { stopsEarly: true }),
    randomSeed: rest.RandomSeed ?? null,
  };
}
